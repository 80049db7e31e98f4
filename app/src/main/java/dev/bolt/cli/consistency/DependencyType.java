package dev.bolt.cli.consistency;

import java.util.Locale;

/** Why one transaction comes before another. */
enum DependencyType {
  /** The second one appended behind what the first one had appended. */
  WRITE_WRITE("%2$s appended %3$d to list %4$d behind what %1$s had appended"),
  /** The second one read what the first one had appended. */
  WRITE_READ("%2$s read %3$d in list %4$d, which %1$s had appended"),
  /** The first one did not see what the second one appended. */
  READ_WRITE("%1$s did not see %3$d in list %4$d, which %2$s appended"),
  /** The first one was acknowledged before the second one began. */
  REAL_TIME("%1$s was acknowledged before %2$s began");

  private final String sentence;

  DependencyType(String sentence) {
    this.sentence = sentence;
  }

  /** Says it of two transactions, a value and its list. */
  String sentence(String first, String second, long value, int key) {
    return String.format(Locale.ROOT, sentence, first, second, value, key);
  }
}
