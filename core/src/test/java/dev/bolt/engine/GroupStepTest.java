package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which writes of a group become one statement. */
class GroupStepTest {

  private static final String INSERT = "INSERT INTO t VALUES (?)";

  @Test
  void shouldMergeInsertsOfOneTextAndOfTheSameTypes() {
    List<GroupStep> steps =
        GroupStep.of(
            List.of(
                write(INSERT, null, 1),
                write("UPDATE t SET x = ?", null, 2),
                write(INSERT, null, 3),
                write(INSERT, null, 4L),
                write("INSERT INTO u VALUES (?)", null, 5)),
            true);
    assertThat(steps)
        .extracting(GroupStep::sql)
        .containsExactly(
            "INSERT INTO t VALUES (?), (?)",
            "UPDATE t SET x = ?",
            INSERT,
            "INSERT INTO u VALUES (?)");
    assertThat(steps.get(0).parameters()).containsExactly(1, 3);
  }

  @Test
  void shouldMergeNothingWhereItCouldBeTold() {
    List<GroupedWrite> inserts =
        List.of(
            write(INSERT, null, new BigDecimal("1.5")),
            write(INSERT, null, new BigDecimal("2")),
            write(INSERT, null, (Object) null),
            write(INSERT, null, (Object) null),
            write(INSERT, null, 1),
            write(INSERT, Duration.ofSeconds(1), 2));
    assertThat(GroupStep.of(inserts, true)).hasSameSizeAs(inserts);
    assertThat(GroupStep.of(List.of(write(INSERT, null, 1), write(INSERT, null, 2)), false))
        .hasSize(2);
  }

  @Test
  void shouldMergeUpToSixteenRows() {
    List<GroupedWrite> inserts =
        IntStream.range(0, 20).mapToObj(i -> write(INSERT, null, i)).toList();
    assertThat(GroupStep.of(inserts, true))
        .extracting(step -> step.writes().size())
        .containsExactly(16, 4);
  }

  private static GroupedWrite write(String sql, Duration timeout, Object... parameters) {
    SqlStatement statement = Sql.split(sql, EngineKind.DUCKDB).get(0);
    return new GroupedWrite(
        null, statement, parameters, timeout, null, new WriteProfile(statement));
  }
}
