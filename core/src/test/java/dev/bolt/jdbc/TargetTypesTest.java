package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TargetTypesTest {

  @Test
  void shouldConvertBetweenNumbers() throws SQLException {
    assertThat(TargetTypes.convert(12L, Types.INTEGER)).isEqualTo(12);
    assertThat(TargetTypes.convert(2.7, Types.BIGINT)).isEqualTo(2L);
    assertThat(TargetTypes.convert(1, Types.DOUBLE)).isEqualTo(1.0);
    assertThat(TargetTypes.convert(1.5, Types.REAL)).isEqualTo(1.5f);
    assertThat(TargetTypes.convert(BigInteger.TEN, Types.DECIMAL)).isEqualTo(BigDecimal.TEN);
    assertThat(TargetTypes.convert(true, Types.TINYINT)).isEqualTo((byte) 1);
  }

  @Test
  void shouldReadNumbersFromText() throws SQLException {
    assertThat(TargetTypes.convert(" 12 ", Types.SMALLINT)).isEqualTo((short) 12);
    assertThat(TargetTypes.convert("1.25", Types.NUMERIC)).isEqualTo(new BigDecimal("1.25"));
    assertThat(TargetTypes.convert("1e3", Types.FLOAT)).isEqualTo(1000.0);
  }

  @Test
  void shouldConvertTruthValues() throws SQLException {
    assertThat(TargetTypes.convert(0, Types.BOOLEAN)).isEqualTo(false);
    assertThat(TargetTypes.convert("TRUE", Types.BIT)).isEqualTo(true);
    assertThat(TargetTypes.convert("1", Types.BIT)).isEqualTo(true);
    assertFails(ErrorCode.DATA, () -> TargetTypes.convert(LocalDate.EPOCH, Types.BOOLEAN));
  }

  @Test
  void shouldWriteText() throws SQLException {
    assertThat(TargetTypes.convert(12, Types.VARCHAR)).isEqualTo("12");
    assertThat(TargetTypes.convert(LocalDate.EPOCH, Types.CHAR)).isEqualTo("1970-01-01");
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    assertFails(ErrorCode.DATA, () -> TargetTypes.convert(1L << 40, Types.INTEGER));
    assertFails(ErrorCode.DATA, () -> TargetTypes.convert(-129, Types.TINYINT));
    assertFails(ErrorCode.DATA, () -> TargetTypes.convert("x", Types.INTEGER));
    assertFails(ErrorCode.DATA, () -> TargetTypes.convert("x", Types.DOUBLE));
    assertFails(ErrorCode.DATA, () -> TargetTypes.convert(Double.NaN, Types.DECIMAL));
    assertFails(ErrorCode.DATA, () -> TargetTypes.convert(new byte[1], Types.BIGINT));
  }

  @Test
  void shouldLeaveTheRestToTheEngine() throws SQLException {
    Object date = LocalDate.EPOCH;
    assertThat(TargetTypes.convert(date, Types.DATE)).isSameAs(date);
    assertThat(TargetTypes.convert("2024-01-01", Types.TIMESTAMP)).isEqualTo("2024-01-01");
  }
}
