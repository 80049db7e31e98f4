package dev.bolt.cache;

import dev.bolt.DatabaseId;
import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A process with a cache that does what its input says, and answers in one line: {@code get KEY},
 * {@code put KEY VALUE}, {@code remove KEY}; {@code hang KEY VALUE}: writes, and stays inside of
 * the change; {@code read FILE}: reads {@code n} until the file of acknowledgements says that there
 * are no more.
 */
final class CacheChild {

  private final DuckDbCache cache;
  private final Path file;

  private CacheChild(Path file) throws SQLException {
    this.file = file;
    this.cache = DuckDbCache.open(file);
  }

  static ChildJvm start(Path file) throws IOException {
    return ChildJvm.start(CacheChild.class, file.toString());
  }

  public static void main(String[] arguments) throws Exception {
    CacheChild child = new CacheChild(Path.of(arguments[0]));
    System.out.println("open");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(child.answer(line.split(" ")));
    }
    child.cache.close();
  }

  private String answer(String[] words) throws Exception {
    switch (words[0]) {
      case "put" -> cache.putString(words[1], words[2]);
      case "remove" -> cache.remove(words[1]);
      case "hang" -> hang(words[1], words[2]);
      default -> {
        return told(words);
      }
    }
    return "done";
  }

  private String told(String[] words) throws Exception {
    return switch (words[0]) {
      case "get" -> cache.getString(words[1]).orElse("none");
      case "read" -> read(Acknowledged.in(Path.of(words[1])));
      default -> "what is " + words[0];
    };
  }

  private void hang(String key, String value) throws Exception {
    ChangeLocks locks = new ChangeLocks(cache.database().locks(), Duration.ofSeconds(30));
    new Changes(Versions.open(DatabaseId.of(file)), locks)
        .ofKey(
            key,
            () -> {
              cache
                  .database()
                  .execute(
                      "UPDATE bolt_cache.entries SET value = encode(?) WHERE key = ?", value, key);
              System.out.println("inside");
              sleepForEver();
              return null;
            });
  }

  private static void sleepForEver() {
    try {
      while (true) {
        Thread.sleep(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads, and compares with what was acknowledged before: the first that is too old, or none. */
  private String read(Acknowledged acknowledged) throws Exception {
    long last = 0;
    long reads = 0;
    long found = 0;
    while (!acknowledged.isOver()) {
      long before = acknowledged.word();
      Optional<String> value = cache.getString("n");
      reads++;
      if (value.isPresent()) {
        found++;
        long number = Long.parseLong(value.get());
        if (!Acknowledged.allows(before, number) || number < last) {
          return "stale " + number + " after " + last + ", acknowledged " + before;
        }
        last = number;
      }
    }
    return reads + " " + found;
  }
}
