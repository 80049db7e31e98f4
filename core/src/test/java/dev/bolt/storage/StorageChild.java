package dev.bolt.storage;

import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * A process with a storage that does what its input says, and answers in one line: {@code load N}
 * gets N keys, whose loader writes a line for each into {@code loads} in the folder; {@code hang
 * KEY} loads, and does not end.
 */
final class StorageChild {

  private final UnifiedStorage storage;
  private final Path loads;

  private StorageChild(Path folder) throws SQLException {
    this.storage = UnifiedStorage.open(StorageConfig.at(folder));
    this.loads = folder.resolve("loads");
  }

  static ChildJvm start(Path folder) throws IOException {
    return ChildJvm.start(StorageChild.class, folder.toString());
  }

  public static void main(String[] arguments) throws Exception {
    StorageChild child = new StorageChild(Path.of(arguments[0]));
    System.out.println("open");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(child.answer(line.split(" ")));
    }
    child.storage.close();
  }

  private String answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "load" -> loadAll(Integer.parseInt(words[1]));
      case "get" -> new String(storage.getOrLoad(words[1], this::load), StandardCharsets.UTF_8);
      default ->
          new String(storage.getOrLoad(words[1], StorageChild::hang), StandardCharsets.UTF_8);
    };
  }

  private String loadAll(int keys) throws Exception {
    int right = 0;
    for (int i = 0; i < keys; i++) {
      String key = "key" + i;
      byte[] value = storage.getOrLoad(key, this::load);
      right += new String(value, StandardCharsets.UTF_8).equals("value of " + key) ? 1 : 0;
    }
    return right + " right";
  }

  private byte[] load(String key) throws IOException {
    Files.writeString(loads, key + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return ("value of " + key).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hang(String key) throws InterruptedException {
    System.out.println("loading");
    while (true) {
      Thread.sleep(1_000);
    }
  }
}
