package dev.bolt.doctor;

import java.nio.file.Path;

/**
 * Something that was found beside a database and is not as it should be.
 *
 * @param file the file or folder
 * @param what what it is
 * @param deed what became of it
 * @param reason what proves that nobody uses it, or why it stays
 */
public record Finding(Path file, String what, Deed deed, String reason) {

  /** What became of something that was found. */
  public enum Deed {
    /** It was removed. */
    REMOVED,
    /** It would be removed, if this were not only a rehearsal. */
    WOULD_REMOVE,
    /** It stays, since somebody may need it or it is not known that nobody does. */
    KEPT,
    /** It should be removed, and the system does not let us. */
    FAILED
  }
}
