package io.gatehouse.registry.lastgood;

import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.SourceDetails;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;

/**
 * A copy of the last good registry in one file, to start from while the store is away.
 *
 * <p>The file is replaced as a whole and carries a SHA-256 of its content, so that whoever reads it gets a whole registry or none,
 * at whatever moment the writer was killed. It holds secrets in clear, so only the user of the process may read it. Not
 * encrypted, not meant for people. One thread at a time.
 */
public final class LastGoodCopy implements RegistrySource {

    private static final byte[] HEAD = "gatehouse-registry-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SUM_BYTES = 32;
    private static final FileAttribute<?> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final RegistrySource original;

    /** The copy in this file, which need not be there yet, of what this source has given. */
    public LastGoodCopy(Path file, RegistrySource original) {
        this.file = file;
        this.original = original;
    }

    /**
     * Replaces the copy.
     *
     * @throws IOException if that cannot be done; an older copy is left as it was
     */
    public void write(RegistryTree tree) throws IOException {
        var content = new ByteArrayOutputStream();
        TreeFormat.write(tree, content);
        content.writeBytes(tree.details().kept());
        byte[] bytes = content.toByteArray();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        try (FileChannel out = create(next)) {
            for (byte[] piece : new byte[][] {HEAD, sum(bytes), bytes}) {
                for (ByteBuffer rest = ByteBuffer.wrap(piece); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileChannel create(Path next) throws IOException {
        boolean posix = next.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix ? new FileAttribute<?>[] {OWN} : new FileAttribute<?>[0];
        return FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    }

    @Override
    public RegistryTree read() throws RegistryUnavailable {
        try {
            byte[] all = Files.readAllBytes(file);
            int start = HEAD.length + SUM_BYTES;
            if (all.length < start || !Arrays.equals(HEAD, Arrays.copyOf(all, HEAD.length))) {
                throw new RegistryUnavailable("last good registry " + file + ": not such a copy");
            }
            byte[] content = Arrays.copyOfRange(all, start, all.length);
            if (!MessageDigest.isEqual(sum(content), Arrays.copyOfRange(all, HEAD.length, start))) {
                throw new RegistryUnavailable("last good registry " + file + ": damaged");
            }
            var in = new ByteArrayInputStream(content);
            RegistryTree tree = TreeFormat.read(in);
            byte[] details = in.readAllBytes();
            return new RegistryTree(
                    tree.description() + ", last good copy",
                    tree.parts(),
                    tree.problems(),
                    tree.notices(),
                    tree.mark(),
                    details.length == 0 ? SourceDetails.NONE : original.details(details));
        } catch (NoSuchFileException e) {
            throw new RegistryUnavailable("last good registry " + file + ": no such file", e);
        } catch (IOException e) {
            throw new RegistryUnavailable(
                    "last good registry " + file + ": not readable: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static byte[] sum(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
