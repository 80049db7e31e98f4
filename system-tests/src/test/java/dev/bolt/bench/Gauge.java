package dev.bolt.bench;

import java.io.IOException;
import java.util.List;

/** Measures quantities of a database that is shared through Bolt. */
interface Gauge {

  /** The name by which it is selected. */
  String name();

  /** What it measures. */
  List<Quantity> quantities();

  /** Measures once on a new database; one value for each quantity, in their order. */
  double[] measure(String url) throws IOException;
}
