package dev.bolt.cli.consistency;

/** What can be wrong in a history. */
public enum AnomalyKind {
  /** An acknowledged append is not in the last read of its list, which began later. */
  LOST_APPEND("lost append"),
  /** A value is more than once in a list. */
  DOUBLED_APPEND("doubled append"),
  /** A value was read that nobody appended. */
  UNWRITTEN_READ("unwritten read"),
  /** A value was read that a transaction appended which was rolled back. */
  ABORTED_READ("aborted read (G1a)"),
  /** A value was read behind which the same transaction appended another one. */
  INTERMEDIATE_READ("intermediate read (G1b)"),
  /** A transaction does not read what it read or appended itself. */
  INTERNAL("internal"),
  /** Two reads of a list of which neither is the beginning of the other. */
  INCOMPATIBLE_ORDER("incompatible order"),
  /** A read misses an append that was acknowledged before the reader began. */
  STALE_READ("stale read"),
  /** A cycle of writes that follow each other. */
  G0("write cycle (G0)"),
  /** A cycle of writes and reads of them. */
  G1C("circular information flow (G1c)"),
  /** A cycle in which one read misses a write: read skew, or a lost update. */
  G_SINGLE("read skew (G-single)"),
  /** A cycle in which several reads miss a write, no two of them in a row. */
  G_NONADJACENT("long fork (G-nonadjacent)"),
  /** A cycle in which two reads in a row miss a write: write skew. */
  G2("write skew (G2-item)"),
  /** A cycle as before write skew, if what ended is before what began later. */
  REAL_TIME_CYCLE("order against real time"),
  /** A cycle as of write skew, if what ended is before what began later. */
  REAL_TIME_SKEW("write skew against real time");

  private final String label;

  AnomalyKind(String label) {
    this.label = label;
  }

  /** The name that people read. */
  public String label() {
    return label;
  }
}
