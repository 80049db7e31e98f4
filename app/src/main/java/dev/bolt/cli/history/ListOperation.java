package dev.bolt.cli.history;

import java.util.List;
import java.util.Optional;

/** A step of a transaction. */
public sealed interface ListOperation {

  /** The list that it reads or appends to. */
  int key();

  /**
   * Puts a value at the end of a list.
   *
   * @param value a number that is appended to this list only once in a history
   */
  record Append(int key, long value) implements ListOperation {
    @Override
    public String toString() {
      return "append " + value + " to list " + key;
    }
  }

  /**
   * Reads a whole list.
   *
   * @param values what was read, or empty as long as that is not known
   */
  record Read(int key, Optional<List<Long>> values) implements ListOperation {

    private static final int SHOWN = 8;

    public Read {
      values = values.map(List::copyOf);
    }

    /** A read that is still to be done. */
    public static Read of(int key) {
      return new Read(key, Optional.empty());
    }

    /** A read that has given values. */
    public static Read of(int key, List<Long> values) {
      return new Read(key, Optional.of(values));
    }

    @Override
    public String toString() {
      return "read list " + key + values.map(Read::text).orElse("");
    }

    private static String text(List<Long> values) {
      int hidden = Math.max(0, values.size() - SHOWN);
      String shown = values.subList(hidden, values.size()).toString();
      return " " + (hidden == 0 ? shown : "[… " + shown.substring(1));
    }
  }
}
