import dev.bolt.storage.StorageConfig;
import dev.bolt.storage.UnifiedStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pages that are slow to make, each made once for all processes in which this is started.
 *
 * <pre>java -cp app/target/bolt.jar examples/SharedCache.java [FOLDER]</pre>
 */
public final class SharedCache {
  private static final int PAGES = 20;
  private static final int READS = 2_000;

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "pages");
    AtomicInteger made = new AtomicInteger();
    try (UnifiedStorage pages = UnifiedStorage.open(StorageConfig.at(folder).withTtl(Duration.ofHours(1)))) {
      long start = System.nanoTime();
      for (int i = 0; i < READS; i++) {
        pages.getOrLoad("page:" + i % PAGES, key -> slowPage(key, made));
      }
      System.out.printf(
          "this process read %d pages in %d ms, and made %d of the %d%n",
          READS, (System.nanoTime() - start) / 1_000_000, made.get(), PAGES);
      System.out.println(pages.stats());
    }
  }

  private static byte[] slowPage(String key, AtomicInteger made) throws InterruptedException {
    Thread.sleep(100);
    made.incrementAndGet();
    return ("<h1>" + key + "</h1>").getBytes(StandardCharsets.UTF_8);
  }
}
