package dev.bolt.bench;

import java.util.Locale;

/** Contestants that are selected together. */
enum Family {
  /** All that store in a DuckDB file. */
  DUCKDB,
  /** All that store in an SQLite file. */
  SQLITE,
  /** Other databases that processes share. */
  OTHER;

  /** The first part of the names of its benchmarks. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
