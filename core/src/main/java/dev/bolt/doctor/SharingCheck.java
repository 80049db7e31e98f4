package dev.bolt.doctor;

/**
 * One thing that sharing a database needs, and whether it works.
 *
 * @param name what was tried, in a word or two
 * @param outcome what came of it
 * @param needed whether the engine of the database cannot be shared without it
 * @param detail what was seen
 * @param meaning what follows from it for Bolt when it does not work
 */
public record SharingCheck(
    String name, Outcome outcome, boolean needed, String detail, String meaning) {

  /** What can come of a check. */
  public enum Outcome {
    /** It works. */
    OK,
    /** It does not. */
    FAILED,
    /** It was not tried, as what it rests on does not work. */
    SKIPPED
  }
}
