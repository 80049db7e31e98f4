package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ParametersTest {
  private final Parameters parameters =
      new Parameters(
          List.of(
              new SqlStatement("a ? ?", StatementKind.DML, 2),
              new SqlStatement("b", StatementKind.QUERY, 0),
              new SqlStatement("c ?", StatementKind.QUERY, 1)));

  @Test
  void shouldDealTheRowOutInOrder() throws SQLException {
    parameters.set(1, "x");
    parameters.set(2, null);
    parameters.set(3, "z");
    Object[] row = parameters.row();
    assertThat(parameters.part(row, 0)).containsExactly("x", null);
    assertThat(parameters.part(row, 1)).isEmpty();
    assertThat(parameters.part(row, 2)).containsExactly("z");
  }

  @Test
  void shouldNameTheParameterThatIsMissing() throws SQLException {
    parameters.set(1, "x");
    parameters.set(3, "z");
    assertThat((Throwable) assertFails(ErrorCode.INVALID_ARGUMENT, parameters::row))
        .hasMessageContaining("Parameter 2 of 3");
  }

  @Test
  void shouldRefusePositionsItDoesNotHave() {
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> parameters.set(0, "x"));
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> parameters.set(4, "x"));
  }

  @Test
  void shouldNotChangeARowThatWasTaken() throws SQLException {
    for (int position = 1; position <= 3; position++) {
      parameters.set(position, "old");
    }
    Object[] row = parameters.row();
    parameters.set(1, "new");
    parameters.clear();
    assertThat(row).containsOnly("old");
  }
}
