package io.gatehouse.registry.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads whole files, but never more than allowed. */
final class BoundedFile {

    /** Thrown where a file cannot be read; the message is a few words for the operator. */
    static final class Failure extends Exception {

        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message, null, false, false);
        }
    }

    private BoundedFile() {}

    static byte[] read(Path file, long most) throws Failure {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new Failure("not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
            if (bytes.length > most) {
                throw new Failure("larger than " + most + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new Failure("no such file");
        } catch (AccessDeniedException e) {
            throw new Failure("not readable for this user");
        } catch (IOException e) {
            throw new Failure("not readable: " + e.getClass().getSimpleName());
        }
    }
}
