package dev.bolt.cli.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * What a look into the tables found.
 *
 * @param lost acknowledged operations that are not there
 * @param doubled operations that are there more often than acknowledged or unknown ones explain
 * @param findings one sentence for each kind of deviation; empty when all is well
 */
public record Audit(long lost, long doubled, List<String> findings) {

  public Audit {
    findings = List.copyOf(findings);
  }

  /** Whether the tables hold what they must. */
  public boolean isClean() {
    return findings.isEmpty();
  }

  /** Gathers the deviations. Confined to one thread. */
  static final class Builder {

    private final List<String> findings = new ArrayList<>();
    private long lost;
    private long doubled;

    void lost(long count, String what) {
      if (count > 0) {
        lost += count;
        findings.add(count + " " + what);
      }
    }

    void doubled(long count, String what) {
      if (count > 0) {
        doubled += count;
        findings.add(count + " " + what);
      }
    }

    void wrong(String what) {
      findings.add(what);
    }

    Audit build() {
      return new Audit(lost, doubled, findings);
    }
  }
}
