package dev.bolt.sync;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A file whose syncs last until a test lets them end. */
final class HeldWal implements WalFile {

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore allowed = new Semaphore(0);
  private final AtomicInteger syncs = new AtomicInteger();
  private volatile boolean broken;

  /** Waits until the next sync has begun. */
  void awaitBegin() throws InterruptedException {
    begun.acquire();
  }

  /** Lets so many syncs end. */
  void allow(int count) {
    allowed.release(count);
  }

  /** Has syncs fail from now on. */
  void breakDown() {
    broken = true;
  }

  int syncs() {
    return syncs.get();
  }

  @Override
  public void open() {
    // There is nothing to open.
  }

  @Override
  public void sync() throws IOException {
    syncs.incrementAndGet();
    begun.release();
    allowed.acquireUninterruptibly();
    if (broken) {
      throw new IOException("the disk is gone");
    }
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
