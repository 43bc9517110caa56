package io.gatehouse.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.util.CertificateUtils;

/**
 * An authority that speaks as much of ACME over TLS as one name's certificate needs, demands nonces and accounts as real ones do, and fails
 * in the ways it is told to. Signatures it takes on trust: Pebble checks them.
 */
final class FakeAuthority implements AutoCloseable {

    /** What it does wrong once, where it comes to it. */
    enum Fault {
        /** Says that the next nonce is a bad one. */
        BAD_NONCE,
        /** Wants no order for an hour. */
        RATE_LIMITED,
        /** Does not find what it looks for. */
        NOT_VALIDATED,
        /** Gives up the order in the end. */
        ORDER_INVALID,
        /** Is not there, but something in front of it is. */
        DOWN,
        /** Sends a directory without end. */
        ENDLESS,
        /** Sends no JSON. */
        GARBLED,
        /** Certifies somebody else's key. */
        OTHER_KEY
    }

    /** Looks at what the gateway answers, and says whether that is good. */
    @FunctionalInterface
    interface Validator {
        boolean finds(String kind, String token, String authorization);
    }

    private static final TestPki WEB = TestPki.authority("web authority");
    private static final KeyPair SIGNER = rsa();
    private static final X509Certificate ROOT = root();

    final Arrivals<String> orders = new Arrivals<>();
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final GatewayClock clock;
    private final Validator validator;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, String> challenges = new ConcurrentHashMap<>();
    private final Map<String, String> orderStates = new ConcurrentHashMap<>();
    private volatile String thumbprint = "";
    private volatile String issued = "";

    FakeAuthority(GatewayClock clock, Validator validator) throws IOException {
        this.clock = clock;
        this.validator = validator;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(WEB.issue("EC", "localhost").context()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI directory() {
        return URI.create(url("/dir"));
    }

    /** The certificate of whoever issued this server's own. */
    static String authorities() {
        return WEB.chainPem();
    }

    void fault(Fault... next) {
        faults.addAll(List.of(next));
    }

    private boolean hits(Fault fault) {
        return faults.remove(fault);
    }

    private String url(String path) {
        return "https://localhost:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
            String path = exchange.getRequestURI().getPath();
            String nonce = "n" + numbers.incrementAndGet();
            nonces.add(nonce);
            exchange.getResponseHeaders().set("Replay-Nonce", nonce);
            if (hits(Fault.DOWN)) {
                send(exchange, 503, "text/html", "<html>");
            } else if (path.equals("/dir")) {
                directory(exchange);
            } else if (path.equals("/nonce")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                JSON signed = JSON.parse(body);
                JSON head = JSON.parse(decoded(signed.get("protected").asString()));
                boolean fresh = nonces.remove(head.get("nonce").asString());
                if (!fresh || hits(Fault.BAD_NONCE)) {
                    problem(exchange, 400, "badNonce", "another one, please");
                } else {
                    step(exchange, path, head, decoded(signed.get("payload").asString()));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void directory(HttpExchange exchange) throws IOException {
        if (hits(Fault.ENDLESS)) {
            send(exchange, 200, "application/json", " ".repeat(1 << 20) + "{}");
        } else if (hits(Fault.GARBLED)) {
            send(exchange, 200, "application/json", "what?");
        } else {
            json(exchange, 200, """
                    {"newNonce": "%s", "newAccount": "%s", "newOrder": "%s"}
                    """.formatted(url("/nonce"), url("/account"), url("/order")));
        }
    }

    private void step(HttpExchange exchange, String path, JSON head, String payload)
            throws IOException, GeneralSecurityException {
        String number = path.replaceAll("\\D", "");
        switch (path.replaceAll("[0-9]+$", "")) {
            case "/account" -> {
                thumbprint = thumbprint(head.get("jwk").asObject());
                exchange.getResponseHeaders().set("Location", url("/account1"));
                json(exchange, 201, "{\"status\": \"valid\"}");
            }
            case "/order" -> {
                if (number.isEmpty()) {
                    newOrder(exchange, payload);
                } else {
                    order(exchange, 200, number);
                }
            }
            case "/authz" -> authorization(exchange, number);
            case "/http", "/tls" -> validate(exchange, path, number);
            case "/finalize" ->
                finish(exchange, number, JSON.parse(payload).get("csr").asString());
            case "/cert" -> send(exchange, 200, "application/pem-certificate-chain", issued);
            default -> problem(exchange, 404, "malformed", path);
        }
    }

    private void newOrder(HttpExchange exchange, String payload) throws IOException {
        orders.add(JSON.parse(payload)
                .get("identifiers")
                .asArray()
                .get(0)
                .asObject()
                .get("value")
                .asString());
        if (hits(Fault.RATE_LIMITED)) {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            problem(exchange, 429, "rateLimited", "too many\nof them");
        } else {
            String number = Integer.toString(numbers.incrementAndGet());
            orderStates.put(number, "pending");
            challenges.put(number, "pending");
            exchange.getResponseHeaders().set("Location", url("/order" + number));
            order(exchange, 201, number);
        }
    }

    private void order(HttpExchange exchange, int status, String number) throws IOException {
        if (challenges.get(number).equals("valid")) {
            orderStates.replace(number, "pending", "ready");
        }
        json(exchange, status, """
                {"status": "%s", "authorizations": ["%s"], "finalize": "%s", "certificate": "%s"}
                """.formatted(
                orderStates.get(number), url("/authz" + number), url("/finalize" + number), url("/cert" + number)));
    }

    private void authorization(HttpExchange exchange, String number) throws IOException {
        json(exchange, 200, """
                {"status": "%s", "identifier": {"type": "dns", "value": "api.test"}, "challenges": [%s, %s]}
                """.formatted(challenges.get(number), challenge("http", number), challenge("tls", number)));
    }

    private String challenge(String kind, String number) {
        String status = challenges.get(number);
        return """
                {"type": "%s", "url": "%s", "token": "token%s", "status": "%s"%s}
                """.formatted(
                        kind.equals("http") ? "http-01" : "tls-alpn-01",
                        url("/" + kind + number),
                        number,
                        status,
                        status.equals("invalid")
                                ? ", \"error\": {\"type\": \"urn:ietf:params:acme:error:connection\", \"detail\": \"nobody there\"}"
                                : "");
    }

    private void validate(HttpExchange exchange, String path, String number) throws IOException {
        String token = "token" + number;
        boolean good = !hits(Fault.NOT_VALIDATED)
                && validator.finds(
                        path.startsWith("/http") ? "http-01" : "tls-alpn-01", token, token + "." + thumbprint);
        challenges.put(number, good ? "valid" : "invalid");
        json(exchange, 200, challenge(path.startsWith("/http") ? "http" : "tls", number));
    }

    private void finish(HttpExchange exchange, String number, String csr) throws IOException, GeneralSecurityException {
        boolean invalid = hits(Fault.ORDER_INVALID);
        orderStates.put(number, invalid ? "invalid" : "valid");
        if (!invalid) {
            PublicKey asked = hits(Fault.OTHER_KEY)
                    ? SIGNER.getPublic()
                    : new JcaPKCS10CertificationRequest(Base64.getUrlDecoder().decode(csr)).getPublicKey();
            X509Certificate made = certificate(asked);
            issued = pem(made) + pem(ROOT);
        }
        order(exchange, 200, number);
    }

    private X509Certificate certificate(PublicKey key) throws IOException, GeneralSecurityException {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    ROOT,
                    BigInteger.valueOf(numbers.incrementAndGet()),
                    Date.from(now.minusSeconds(3600)),
                    Date.from(now.plus(Duration.ofDays(90))),
                    new X500Principal("CN=api.test"),
                    key);
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "api.test")));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(SIGNER.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static String thumbprint(JSON key) throws GeneralSecurityException {
        String canonical = "{\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(
                        key.get("crv").asString(),
                        key.get("x").asString(),
                        key.get("y").asString());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private static X509Certificate root() {
        Instant now = Instant.now();
        return CertificateUtils.createTestRootCertificate(
                "CN=issuing authority", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(3650)), SIGNER);
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static void problem(HttpExchange exchange, int status, String type, String detail) throws IOException {
        send(
                exchange,
                status,
                "application/problem+json",
                "{\"type\": \"urn:ietf:params:acme:error:%s\", \"detail\": \"%s\"}"
                        .formatted(type, detail.replace("\n", "\\n")));
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "application/json", text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
