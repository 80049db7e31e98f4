package dev.bolt.cache;

/**
 * When a value was used last. Written without order by whoever uses the value, which loses a use at
 * worst.
 */
final class Use {

  private final String key;
  private long millis;
  private boolean noted;

  Use(String key, long millis) {
    this.key = key;
    this.millis = millis;
  }

  String key() {
    return key;
  }

  long millis() {
    return millis;
  }

  void setMillis(long now) {
    millis = now;
  }

  /** Whether it waits to be written to the database. */
  boolean isNoted() {
    return noted;
  }

  void setNoted(boolean noted) {
    this.noted = noted;
  }
}
