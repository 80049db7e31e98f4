package dev.bolt.cli.workload;

/**
 * What an operation draws by lot: a number that looks random and is fixed by the client and the
 * sequence number. Each constant is a stream of its own.
 */
enum Draw {
  KIND,
  ROW,
  FIRST_ACCOUNT,
  SECOND_ACCOUNT,
  AMOUNT,
  STEPS,
  LIST,
  READS,
  ROWS_READ;

  // The increment and the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** A number from 0 to {@code bound - 1}. */
  int below(int bound, int client, long sequence) {
    long stream = mix(((long) client << 4) + ordinal());
    return (int) Long.remainderUnsigned(mix(stream + sequence * GOLDEN_GAMMA), bound);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
