package dev.bolt.sync;

import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that commits once; its syncs do not end until it is told so. */
final class SyncChild {

  private SyncChild() {}

  static ChildJvm start(Path folder) throws IOException {
    return ChildJvm.start(SyncChild.class, folder.toString());
  }

  public static void main(String[] arguments) throws Exception {
    HeldWal wal = new HeldWal();
    SharedSync sync = SharedSync.open(Path.of(arguments[0]), wal);
    Thread thread = new Thread(() -> commit(sync));
    thread.start();
    wal.awaitBegin();
    System.out.println("syncs");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if ("break".equals(line)) {
      wal.breakDown();
    }
    wal.allow(1_000_000);
    thread.join();
    in.readLine();
    sync.close();
  }

  private static void commit(SharedSync sync) {
    try {
      sync.await();
      System.out.println("durable");
    } catch (SyncFailedException e) {
      System.out.println("unknown");
    }
  }
}
