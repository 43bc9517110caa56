package io.gatehouse.acme;

import io.gatehouse.plugin.BoundedBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/** acme4j's connection to a directory, with bounds that it lacks: a response is taken whole, within a time and up to a size. */
final class DirectoryConnection extends DefaultConnection {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGEST = 256 * 1024;

    private DirectoryConnection(HttpConnector connector) {
        super(connector);
    }

    /** Leads acme4j to such connections, over one client. */
    static final class Provider extends AbstractAcmeProvider {
        private final HttpClient client;

        Provider(HttpClient client) {
            this.client = client;
        }

        @Override
        public boolean accepts(URI directory) {
            return true;
        }

        @Override
        public URL resolve(URI directory) {
            try {
                return directory.toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            return client;
        }

        @Override
        public Connection connect(URI directory, NetworkSettings settings, HttpClient http) {
            return new DirectoryConnection(new HttpConnector(settings, http));
        }
    }

    @Override
    protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body) throws IOException {
        HttpRequest.Builder request = httpConnector
                .createRequestBuilder(url)
                .timeout(LIMIT)
                .header("Accept-Charset", "utf-8")
                .header("Accept-Language", session.getLanguageHeader());
        body.accept(request);
        if (!"https".equals(url.getProtocol())) {
            throw new IOException("it leads to " + url.getProtocol() + ", which is not safe");
        }
        CompletableFuture<HttpResponse<byte[]>> response =
                httpClient.sendAsync(request.build(), any -> new BoundedBody(LARGEST, IOException::new));
        try {
            lastResponse = new WholeResponse(response.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the gateway ends");
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new IOException("no whole response within " + LIMIT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    /** A response whose body is here. */
    private record WholeResponse(HttpResponse<byte[]> from) implements HttpResponse<InputStream> {

        @Override
        public int statusCode() {
            return from.statusCode();
        }

        @Override
        public HttpRequest request() {
            return from.request();
        }

        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return from.headers();
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(from.body());
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return from.sslSession();
        }

        @Override
        public URI uri() {
            return from.uri();
        }

        @Override
        public HttpClient.Version version() {
            return from.version();
        }
    }
}
