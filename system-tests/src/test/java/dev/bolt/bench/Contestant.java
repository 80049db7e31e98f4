package dev.bolt.bench;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A way to work with a database. Immutable.
 *
 * @param label what the table calls it
 * @param family with which others it is selected
 * @param shape the processes that work
 * @param location the JDBC URL of a database in a folder, from the folder
 * @param present whether it can work on this machine
 */
record Contestant(
    String label, Family family, Shape shape, UnaryOperator<String> location, boolean present) {

  Contestant(String label, Family family, Shape shape, UnaryOperator<String> location) {
    this(label, family, shape, location, true);
  }

  /** The JDBC URL of its database in a folder. */
  String url(Path folder) {
    return location.apply(folder.toString());
  }

  /** The same with other processes. */
  Contestant shaped(String newLabel, Shape newShape) {
    return new Contestant(newLabel, family, newShape, location, present);
  }

  /** Whether it works through Bolt. */
  boolean isBolt() {
    return location.apply("").startsWith("jdbc:bolt:");
  }
}
