package dev.bolt.engine;

import dev.bolt.sql.PlainInsert;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What one statement of a group does: one write, or several that insert a row each with the same
 * text, whose rows go in together. Most of what a small statement costs is planning it, and DuckDB
 * does that each time.
 *
 * @param writes one or more; several only where one statement for all means the same as one for
 *     each
 */
record GroupStep(List<GroupedWrite> writes) {

  /** A statement with more rows takes longer to plan than it saves. */
  private static final int MOST_ROWS = 16;

  /**
   * Classes of parameters that have one type in the engine. A column of rows is cast to a type that
   * all its values have in common, which changes nothing if that is the type of each.
   */
  private static final Set<Class<?>> OF_ONE_TYPE =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          byte[].class,
          UUID.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class);

  /** What writes have in common that can go in together. */
  private record Likeness(String sql, List<Class<?>> types, Duration timeout) {}

  /**
   * The steps of a group.
   *
   * @param merges whether several writes may become one statement
   */
  static List<GroupStep> of(List<GroupedWrite> group, boolean merges) {
    if (!merges || group.size() == 1) {
      return group.stream().map(write -> new GroupStep(List.of(write))).toList();
    }
    List<GroupStep> steps = new ArrayList<>();
    Map<Likeness, GroupStep> open = new HashMap<>();
    for (GroupedWrite write : group) {
      Likeness likeness = likeness(write);
      GroupStep step = likeness == null ? null : open.get(likeness);
      if (step == null || step.writes.size() == MOST_ROWS) {
        step = new GroupStep(new ArrayList<>());
        steps.add(step);
        if (likeness != null) {
          open.put(likeness, step);
        }
      }
      step.writes.add(write);
    }
    return steps;
  }

  private static Likeness likeness(GroupedWrite write) {
    if (write.profile().plainInsert() == null) {
      return null;
    }
    List<Class<?>> types = new ArrayList<>();
    for (Object parameter : write.parameters()) {
      if (parameter == null || !OF_ONE_TYPE.contains(parameter.getClass())) {
        return null;
      }
      types.add(parameter.getClass());
    }
    return new Likeness(write.sql(), types, write.timeout());
  }

  /** The statement. */
  String sql() {
    PlainInsert insert = writes.size() == 1 ? null : first().profile().plainInsert();
    return insert == null ? first().sql() : insert.text(writes.size());
  }

  /** The parameters of the statement. */
  Object[] parameters() {
    return writes.size() == 1
        ? first().parameters()
        : writes.stream().flatMap(write -> Arrays.stream(write.parameters())).toArray();
  }

  /** How long it may take; null for as long as it likes. */
  Duration timeout() {
    return first().timeout();
  }

  private GroupedWrite first() {
    return writes.get(0);
  }

  /** Whether it is a single write, so that what goes wrong is its own. */
  boolean isOfOne() {
    return writes.size() == 1;
  }

  /** Begins: throws if somebody has cancelled one of the writes. */
  void requireNotCancelled() throws SQLException {
    for (GroupedWrite write : writes) {
      write.requireNotCancelled();
    }
  }

  /**
   * Has run.
   *
   * @param changed the rows that the statement changed
   * @param nanos how long that took
   */
  void ran(long changed, long nanos) {
    for (GroupedWrite write : writes) {
      write.ran(isOfOne() ? changed : 1);
      write.profile().ran(nanos / writes.size());
    }
  }

  /** Has lost a conflict. */
  void conflicted() {
    writes.forEach(write -> write.profile().conflicted());
  }
}
