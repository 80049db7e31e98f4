package dev.bolt.doctor;

import dev.bolt.os.ProcessInfo;

/**
 * A living process that uses a database.
 *
 * @param process the process
 * @param role how it uses it
 */
public record Holder(ProcessInfo process, Role role) {

  /** How a process can use a database. */
  public enum Role {
    /** It hosts it. */
    HOST,
    /** It uses it through Bolt. */
    BOLT,
    /** It has it open without Bolt. */
    OUTSIDE
  }
}
