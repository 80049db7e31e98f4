package dev.bolt.cli.stress;

/** Hears how a run goes on; called by the thread that runs it. */
public interface StressListener {

  /** Something begins that takes a while, in a few words. */
  void phase(String what);

  /**
   * A second of work has passed.
   *
   * @param seconds since the clients began
   * @param perSecond the operations of the last second, all processes together
   * @param errors failed operations so far
   * @param kills killed processes so far
   */
  void tick(long seconds, long perSecond, long errors, int kills);
}
