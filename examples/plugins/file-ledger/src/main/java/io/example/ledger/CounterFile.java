package io.example.ledger;

import java.io.IOException;
import java.util.List;

/** A file of slots, each of which holds one counter. An interface, so that a test can make it fail. */
interface CounterFile extends AutoCloseable {

    /** A counter and the slot that it was found in. */
    record Slot(int number, StoredUsage usage) {}

    /** Takes the file for this process alone, and makes it if it is not there. */
    void open() throws IOException;

    /** All counters that can be read; works without the file being open, and while another process has it. */
    List<Slot> read() throws IOException;

    /** Writes a slot as a whole. */
    void write(int slot, StoredUsage usage) throws IOException;

    /** Makes sure that everything is on the disk, and lets go of the file. */
    @Override
    void close() throws IOException;
}
