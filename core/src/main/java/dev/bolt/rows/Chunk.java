package dev.bolt.rows;

/** Some rows of a result, in columns. */
public final class Chunk {
  private final int rows;

  /** A chunk of a number of rows. */
  public Chunk(int rows) {
    this.rows = rows;
  }

  /** The number of rows, at least one. */
  public int rows() {
    return rows;
  }
}
