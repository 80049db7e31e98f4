import dev.bolt.similarity.EinsteinDatabaseAdapter;
import dev.bolt.similarity.Embedding;
import dev.bolt.similarity.Match;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the places in sources that say most like what a question says.
 *
 * <p>A vector has a number for each of 512 buckets of words: the same text always has the same
 * vector, and no model is needed. A real model goes where {@link #embed} is.
 *
 * <pre>java -cp app/target/bolt.jar examples/CodeSearch.java FOLDER QUESTION [DATABASE]</pre>
 */
public final class CodeSearch {
  private static final int DIMENSION = 512;
  private static final int LINES = 30;
  private static final Set<String> COMMON =
      Set.of("the", "a", "an", "of", "to", "is", "in", "that", "it", "and", "or", "for", "which",
          "what", "who", "public", "private", "final", "static", "return", "import", "new", "if");

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    String question = arguments[1];
    Path database = Path.of(arguments.length > 2 ? arguments[2] : "code.duckdb");
    try (EinsteinDatabaseAdapter code = EinsteinDatabaseAdapter.open(database, "code")) {
      System.out.println(refresh(code, folder));
      List<Match> best = code.search(embed(question), 5, 0.05);
      for (Match match : best) {
        System.out.printf(
            Locale.ROOT, "%.3f  %s  %s%n", match.similarity(), match.id(), match.metadata().get("first"));
      }
    }
  }

  /** Writes what is new or has changed, and deletes what is gone. */
  private static String refresh(EinsteinDatabaseAdapter code, Path folder) throws Exception {
    Map<String, Embedding> now = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i += LINES) {
          List<String> part = lines.subList(i, Math.min(i + LINES, lines.size()));
          String text = file.getFileName() + "\n" + String.join("\n", part);
          float[] vector = embed(text);
          if (vector != null) {
            String id = folder.relativize(file) + "#" + (i + 1);
            now.put(id, Embedding.of(id, vector, Map.of("first", first(part))).withContentHash(hash(text)));
          }
        }
      }
    }
    Map<String, String> known = new LinkedHashMap<>();
    if (code.size() > 0) {
      code.execute("SELECT id, content_hash FROM code")
          .forEach(row -> known.put(row.getString("id"), row.getString("content_hash")));
    }
    List<Embedding> changed = new ArrayList<>(now.values());
    changed.removeIf(each -> each.contentHash().orElseThrow().equals(known.get(each.id())));
    code.putAll(changed);
    Set<String> gone = new HashSet<>(known.keySet());
    gone.removeAll(now.keySet());
    code.deleteAll(gone);
    return now.size() + " pieces of code, " + changed.size() + " read, " + gone.size() + " gone";
  }

  /** The vector of a text, or null when it has no words. */
  private static float[] embed(String text) {
    float[] vector = new float[DIMENSION];
    boolean any = false;
    // camelCase and snake_case fall apart into their words.
    for (String word : text.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT).split("[^a-z]+")) {
      if (word.length() > 1 && !COMMON.contains(word)) {
        int hash = stem(word).hashCode() * 0x9E3779B9;
        vector[Math.floorMod(hash >>> 8, DIMENSION)] += (hash & 1) == 0 ? 1 : -1;
        any = true;
      }
    }
    for (int i = 0; i < DIMENSION; i++) {
      // A word that comes often says little more than one that comes once.
      vector[i] = Math.signum(vector[i]) * (float) Math.sqrt(Math.abs(vector[i]));
    }
    float sum = 0;
    for (float number : vector) {
      sum += Math.abs(number);
    }
    return any && sum > 0 ? vector : null;
  }

  private static String stem(String word) {
    return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }

  private static String first(List<String> lines) {
    return lines.stream().map(String::strip).filter(line -> line.length() > 3).findFirst().orElse("");
  }

  private static String hash(String text) {
    return Integer.toHexString(text.hashCode()) + "-" + text.length();
  }
}
