package dev.bolt.cache;

/** What a cached value is. The ordinal is in the database: append only. */
public enum EntryKind {
  /** It is known that there is no value. */
  ABSENT,
  /** Bytes. */
  BYTES,
  /** A string. */
  STRING,
  /** A JSON text. */
  JSON,
  /** The rows of a query. */
  ROWS
}
