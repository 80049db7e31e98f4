package dev.bolt.cache;

/**
 * What stood in the file of versions before a value was read from the database: as long as it
 * stands there, the value is right. Immutable.
 *
 * @param stripe the stripe of the key
 * @param identity of the file's content
 * @param everything the word of everything
 * @param word the word of the stripe
 */
record Stamp(int stripe, long identity, long everything, long word) {

  static Stamp read(VersionFile file, int stripe) {
    return new Stamp(stripe, file.identity(), file.word(VersionFile.EVERYTHING), file.word(stripe));
  }

  /** Whether a value that is read from now on may be kept under it. */
  boolean mayKeep() {
    return identity != 0 && !VersionFile.isMarked(everything) && !VersionFile.isMarked(word);
  }

  /** Whether it stands in a file unchanged. */
  boolean standsIn(VersionFile file) {
    return file.word(stripe) == word
        && file.word(VersionFile.EVERYTHING) == everything
        && file.identity() == identity;
  }
}
