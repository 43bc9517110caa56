package io.example.ledger;

import io.gatehouse.domain.quota.StoreControl;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A file on a disk that fails, or hangs, when a test says so. */
final class FailingFile implements CounterFile, StoreControl {

    private final CounterFile disk;
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch noticed = new CountDownLatch(1);
    private volatile boolean away;
    private volatile boolean slow;

    FailingFile(CounterFile disk) {
        this.disk = disk;
    }

    /** The ledger has noticed that it can write again. */
    void recovered() {
        if (mayGoOn.getCount() == 0) {
            noticed.countDown();
        }
    }

    @Override
    public void takeAway() {
        away = true;
    }

    @Override
    public void slowDown() {
        slow = true;
    }

    @Override
    public void bringBack() {
        away = false;
        mayGoOn.countDown();
        try {
            if (!noticed.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody has noticed");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void write(int slot, StoredUsage usage) throws IOException {
        if (away) {
            throw new IOException("No space left on device");
        }
        try {
            if (slow && !mayGoOn.await(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody has brought it back");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        disk.write(slot, usage);
    }

    @Override
    public void open() throws IOException {
        disk.open();
    }

    @Override
    public List<Slot> read() throws IOException {
        return disk.read();
    }

    @Override
    public void close() throws IOException {
        mayGoOn.countDown();
        disk.close();
    }
}
