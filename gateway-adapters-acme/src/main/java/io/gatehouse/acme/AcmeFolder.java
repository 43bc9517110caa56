package io.gatehouse.acme;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one authority: the key of the account with it, the certificates, what it is to find when it validates names, and the
 * lock of the process that leads. All of it lies in one folder of the storage, which is named after the authority's directory.
 *
 * <p>Everything blocks. One thread at a time uses it; processes share the files.
 */
final class AcmeFolder {

    private static final int MOST_CHALLENGES = 256;
    private static final String LOCK = "leader.lock";

    /**
     * Folders that this process leads: the system gives up a process's lock as soon as it closes any channel to the file, so a second one
     * must not even be opened.
     */
    private static final Set<Path> LED = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path challenges;
    private @Nullable FileLock lock;

    AcmeFolder(Path storage, URI directory) {
        String authority = (directory.getAuthority() + directory.getPath()).replaceAll("[^A-Za-z0-9.]+", "-");
        this.folder = storage.resolve(authority).toAbsolutePath().normalize();
        this.challenges = folder.resolve("challenges");
    }

    Path certificate(String host) {
        return folder.resolve(host + ".pem");
    }

    /** Makes the folders where they are missing. */
    void prepare() throws IOException {
        PrivateFiles.folder(challenges);
    }

    /** Whether this process leads those that share the folder, from now on if it did not before. */
    boolean lead() throws IOException {
        if (lock != null) {
            return true;
        }
        if (!LED.add(folder)) {
            return false;
        }
        try {
            lock = tryLock();
        } finally {
            if (lock == null) {
                LED.remove(folder);
            }
        }
        if (lock != null) {
            tidy();
        }
        return lock != null;
    }

    private @Nullable FileLock tryLock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock got = null;
        try {
            got = channel.tryLock();
            return got;
        } finally {
            if (got == null) {
                channel.close();
            }
        }
    }

    private void tidy() throws IOException {
        PrivateFiles.tidy(folder);
        PrivateFiles.tidy(challenges);
        for (String host : challenges().keySet()) {
            withdraw(host);
        }
    }

    /** Lets another process lead. */
    void release() throws IOException {
        FileLock held = lock;
        if (held != null) {
            lock = null;
            try {
                held.acquiredBy().close();
            } finally {
                LED.remove(folder);
            }
        }
    }

    /** The key of the account; made if there is none. */
    KeyPair account() throws IOException {
        Path file = folder.resolve("account.key");
        try {
            return KeyText.pair(PrivateFiles.read(file));
        } catch (NoSuchFileException e) {
            KeyPair fresh = KeyText.generate();
            PrivateFiles.write(file, KeyText.write(fresh));
            return fresh;
        } catch (IOException e) {
            throw new IOException(file + " " + e.getMessage() + "; remove it to open another account", e);
        }
    }

    /** The certificate that is kept for a name; null if there is none that can be read. */
    @Nullable
    X509Certificate read(String host) {
        try {
            return KeyText.certificate(PrivateFiles.read(certificate(host)));
        } catch (IOException e) {
            return null;
        }
    }

    boolean has(String host) {
        return Files.exists(certificate(host));
    }

    void keep(String host, String pem) throws IOException {
        PrivateFiles.write(certificate(host), pem);
    }

    /** Lets all processes answer the authority for this name. */
    void publish(String host, String challenge) throws IOException {
        PrivateFiles.write(challenges.resolve(host), challenge);
    }

    void withdraw(String host) throws IOException {
        Files.deleteIfExists(challenges.resolve(host));
    }

    /** What is published now, by name. */
    Map<String, String> challenges() throws IOException {
        var found = new HashMap<String, String>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(challenges, file -> !file.toString().endsWith(PrivateFiles.UNFINISHED))) {
            for (Path file : all) {
                if (found.size() == MOST_CHALLENGES) {
                    break;
                }
                try {
                    found.put(file.getFileName().toString(), PrivateFiles.read(file));
                } catch (NoSuchFileException e) {
                    found.remove(file.getFileName().toString());
                }
            }
        }
        return found;
    }
}
