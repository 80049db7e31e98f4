package dev.bolt.doctor;

import java.nio.file.Path;
import java.util.List;

/**
 * What was found at one database. Immutable.
 *
 * @param file the database file, which may be gone
 * @param holders the living processes that use it
 * @param findings what is not as it should be, and what became of it
 */
public record DatabaseReport(Path file, List<Holder> holders, List<Finding> findings) {

  public DatabaseReport {
    holders = List.copyOf(holders);
    findings = List.copyOf(findings);
  }
}
