package dev.bolt.similarity;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A process that writes to a table of vectors: {@code put ID X Y}, {@code delete ID}. */
public final class SimilarityChild {

  private SimilarityChild() {}

  /** Obeys until its input ends. */
  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (EinsteinDatabaseAdapter e =
        EinsteinDatabaseAdapter.open(Path.of(arguments[0]), SimilarityTest.TABLE)) {
      System.out.println("open");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("delete")) {
          e.delete(words[1]);
        } else {
          float[] vector = {Float.parseFloat(words[2]), Float.parseFloat(words[3])};
          e.put(words[1], vector, Map.of());
        }
        System.out.println("done");
      }
    }
  }
}
