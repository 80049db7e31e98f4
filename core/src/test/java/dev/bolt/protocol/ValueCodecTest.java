package dev.bolt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.rows.ArrayValue;
import dev.bolt.rows.StructValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ValueCodecTest {

  @Test
  void shouldCarryEveryClassWhenItIsWithinItsRange() throws Exception {
    Object[] values = {
      null,
      Date.valueOf("2024-02-29"),
      Time.valueOf("23:59:58"),
      new Time(1234),
      Timestamp.valueOf("2024-02-29 23:59:58.123456789"),
      OffsetDateTime.of(LocalDateTime.of(1, 1, 1, 1, 1), ZoneOffset.ofHoursMinutes(5, 30)),
      ZonedDateTime.of(LocalDateTime.of(2024, 10, 27, 2, 30), ZoneId.of("Europe/Berlin")),
      new BigInteger("-170141183460469231731687303715884105728"),
      new BigDecimal("-12345678901234567890.123"),
      new byte[] {0, -1, 127},
      new String[] {"TABLE", null, "VIEW"},
      new int[] {1, -2, 3},
      new Object[] {1, "two", null},
      Float.NaN,
      -0.0d,
      Map.of("k", List.of(1, 2)),
      new ArrayValue("INTEGER", new Object[] {1, null, new ArrayValue("INTEGER", null)}),
      new StructValue("STRUCT(a INTEGER)", new Object[] {1}),
    };
    assertThat(carried(values)).isEqualTo(values);
  }

  @Test
  void shouldKeepTheZoneWhenACalendarIsCarried() throws Exception {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
    calendar.setTimeInMillis(1_700_000_000_000L);
    Calendar carried = (Calendar) carried(calendar)[0];
    assertThat(carried.getTimeInMillis()).isEqualTo(calendar.getTimeInMillis());
    assertThat(carried.getTimeZone()).isEqualTo(calendar.getTimeZone());
  }

  @Test
  void shouldKeepTheClockTimeWhenTheOtherSideHasAnotherZone() throws Exception {
    TimeZone before = TimeZone.getDefault();
    WireWriter out = new WireWriter(64);
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
      // A quarter of an hour that the clocks of Berlin skip.
      Timestamp skipped = Timestamp.valueOf("2024-03-31 02:15:00");
      Object[] values = {
        Date.valueOf("2024-07-01"), Timestamp.valueOf("2024-07-01 12:00:00"), skipped
      };
      ValueCodec.writeRow(values, out);
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
      assertThat(ValueCodec.readRow(new WireReader(out.written())))
          .containsExactly(
              Date.valueOf("2024-07-01"),
              Timestamp.valueOf("2024-07-01 12:00:00"),
              LocalDateTime.of(2024, 3, 31, 2, 15));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void shouldNameTheClassWhenAValueCannotBeCarried() {
    assertThatThrownBy(() -> carried(URI.create("x:y")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("java.net.URI")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("22023");
  }

  @Test
  void shouldRefuseWhenAValueContainsItself() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    assertThatThrownBy(() -> carried(map)).hasMessageContaining("contains itself");
  }

  static Object[] carried(Object... values) throws Exception {
    WireWriter out = new WireWriter(16);
    ValueCodec.writeRow(values, out);
    WireReader in = new WireReader(out.written());
    Object[] read = ValueCodec.readRow(in);
    assertThat(in.remaining()).isZero();
    assertThat(Arrays.stream(read).filter(v -> v != null).map(Object::getClass).toList())
        .hasSameSizeAs(Arrays.stream(values).filter(v -> v != null).toList());
    return read;
  }
}
