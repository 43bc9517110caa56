package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.compiler.document.KeySetLocation;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.TokenDocument;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the files that a configuration and its registry name and that the gateway starts without: they may come later.
 * Those that it does not start without are problems, reported where they are read.
 */
final class NamedFiles {

    private NamedFiles() {}

    /** Warns of a copy of the registry that cannot be kept. */
    static void check(GatewayConfiguration configuration, Problems problems) {
        FilePath copy = configuration.registry().lastGood();
        if (copy != null) {
            Path directory = copy.resolve().toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
                problems.warn(new Notice(
                        copy.origin(),
                        "registry.last-good",
                        "no directory that can be written to: " + directory,
                        "the last good registry cannot be kept"));
            }
        }
    }

    /** Warns of a socket of the admin server that cannot be made. */
    static void checkSocket(GatewayConfiguration configuration, Problems problems) {
        FilePath socket = configuration.admin().socket();
        if (socket != null) {
            Path directory = socket.resolve().toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
                problems.warn(new Notice(
                        socket.origin(),
                        "admin.socket",
                        "no directory that can be written to: " + directory,
                        "the gateway does not start like that"));
            }
        }
    }

    /** Warns of key sets that are not there. */
    static void check(RegistryDocuments documents, Problems problems) {
        check(documents.policy().token(), "token", problems);
        documents.tenants().forEach((name, tenant) -> {
            if (tenant.token() instanceof Setting.Value<TokenDocument> own) {
                check(own.value(), "tenants." + name + ".token", problems);
            }
        });
    }

    private static void check(@Nullable TokenDocument token, String path, Problems problems) {
        KeySetLocation jwks = token == null ? null : token.jwks();
        if (token != null && jwks != null && jwks.isFile()) {
            check(
                    new FilePath(jwks.text(), token.origin()),
                    path + ".jwks",
                    "tokens cannot be verified until it is there",
                    problems);
        }
    }

    private static void check(FilePath file, String path, String outcome, Problems problems) {
        Path resolved = file.resolve();
        if (!Files.isRegularFile(resolved) || !Files.isReadable(resolved)) {
            problems.warn(new Notice(file.origin(), path, "no file that can be read: " + resolved, outcome));
        }
    }
}
