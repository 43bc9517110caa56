package io.gatehouse.http;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.tls.BadCertificateException;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.TlsSettings;
import io.gatehouse.http.tls.TlsSettings.ClientCertificates;
import io.gatehouse.http.tls.TlsSettings.MinimumVersion;
import io.gatehouse.http.tls.TlsSettings.Pair;
import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder with the certificates of a port. */
final class TlsFiles {

    private final Path folder;
    private final List<Pair> pairs = new ArrayList<>();
    private @Nullable ClientCertificates clients;
    private List<String> protocols = List.of("http/1.1");
    private MinimumVersion minimum = MinimumVersion.TLS_1_2;

    private TlsEngine engine = TlsEngine.JDK;

    TlsFiles(Path folder) {
        this.folder = folder;
    }

    TlsFiles engine(TlsEngine which) {
        engine = which;
        return this;
    }

    /** One more pair, in files of this name. */
    TlsFiles pair(String name, TestPki pki) throws IOException {
        pairs.add(put(name, pki));
        return this;
    }

    /** Writes the files of a pair, each replaced at once as tools do. */
    Pair put(String name, TestPki pki) throws IOException {
        return new Pair(write(name + ".pem", pki.chainPem()), write(name + ".key", pki.keyPem()));
    }

    Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Path fresh = folder.resolve(name + ".new");
        Files.writeString(fresh, text);
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    TlsFiles clients(TestPki authority, boolean required) throws IOException {
        return clients(authority, required, false);
    }

    TlsFiles clients(TestPki authority, boolean required, boolean chain) throws IOException {
        clients = new ClientCertificates(write("clients.pem", authority.chainPem()), required, chain);
        return this;
    }

    TlsFiles http2() {
        protocols = List.of("h2", "http/1.1");
        return this;
    }

    TlsFiles minimum(MinimumVersion oldest) {
        minimum = oldest;
        return this;
    }

    ListenerTls tls() throws BadCertificateException {
        return new ListenerTls(new TlsSettings(pairs, minimum, clients, protocols, null, engine));
    }
}
