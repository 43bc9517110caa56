package io.example.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A header and slots of {@value StoredUsage#BYTES} bytes, written in place: the file never grows beyond its slots, and nothing has
 * to be cleared away. What has been written outlives the process however that ends; a slot that is half written when the machine
 * itself fails is found out by its check sum.
 */
final class SlotFile implements CounterFile {

    private static final Logger LOG = LoggerFactory.getLogger(SlotFile.class);
    private static final byte[] HEADER = Arrays.copyOf(
            "a file of counters of Gatehouse's file-ledger, form 1\n".getBytes(StandardCharsets.US_ASCII),
            StoredUsage.BYTES);
    private static final long LARGEST = 1_000_001L * StoredUsage.BYTES;

    private final Path path;
    private @Nullable FileChannel channel;

    SlotFile(Path path) {
        this.path = path;
    }

    @Override
    public void open() throws IOException {
        FileChannel opened =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(opened);
            if (opened.size() == 0) {
                writeAll(opened, ByteBuffer.wrap(HEADER), 0);
            }
            read();
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        channel = opened;
    }

    /** The lock ends with the process, however that ends. It is on a byte far behind the slots, so that others can read those. */
    private static void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another gateway of this process has it.
        }
        throw new IOException("another gateway counts in it");
    }

    @Override
    public List<Slot> read() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        if (Files.size(path) > LARGEST) {
            throw new IOException("it is no file of counters");
        }
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(path));
        byte[] header = new byte[Math.min(HEADER.length, content.remaining())];
        content.get(header);
        if (!Arrays.equals(header, HEADER)) {
            throw new IOException("it is no file of counters");
        }
        var slots = new ArrayList<Slot>();
        int broken = 0;
        for (int number = 0; content.remaining() >= StoredUsage.BYTES; number++) {
            ByteBuffer slot = content.slice(content.position(), StoredUsage.BYTES);
            content.position(content.position() + StoredUsage.BYTES);
            StoredUsage usage = StoredUsage.decode(slot);
            if (usage != null) {
                slots.add(new Slot(number, usage));
            } else if (!StoredUsage.isEmpty(slot)) {
                broken++;
            }
        }
        if (broken > 0) {
            LOG.warn("{} counters of {} cannot be read and begin anew", broken, path);
        }
        return slots;
    }

    @Override
    public void write(int slot, StoredUsage usage) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("it is not open");
        }
        writeAll(open, usage.encode(), (slot + 1L) * StoredUsage.BYTES);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public void close() throws IOException {
        try (FileChannel open = channel) {
            if (open != null && open.isOpen()) {
                open.force(false);
            }
        } finally {
            channel = null;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
