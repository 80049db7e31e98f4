package dev.bolt.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.rows.ArrayValue;
import dev.bolt.rows.StructValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random rows; jqwik does not know the time limits of JUnit. */
class ValueCodecPropertyTest {

  @Property(tries = 2000)
  void shouldReadTheValuesThatWereWritten(@ForAll("rows") List<Object> row) throws Exception {
    assertThat(ValueCodecTest.carried(row.toArray())).isEqualTo(row.toArray());
  }

  @Provide
  Arbitrary<List<Object>> rows() {
    Arbitrary<Object> scalar = scalars();
    Arbitrary<Object> nested =
        Arbitraries.oneOf(
            scalar.list().ofMaxSize(4).map(ValueCodecPropertyTest::asObject),
            scalar.array(Object[].class).ofMaxSize(4).map(a -> new ArrayValue("VARCHAR", a)),
            scalar.array(Object[].class).ofMaxSize(4).map(a -> new StructValue("STRUCT", a)),
            Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), scalar).ofMaxSize(4));
    return Arbitraries.oneOf(scalar, scalar, nested).list().ofMaxSize(10);
  }

  private static Object asObject(List<Object> list) {
    return new ArrayList<>(list);
  }

  private static Arbitrary<Object> scalars() {
    Arbitrary<LocalDate> dates =
        Arbitraries.longs()
            .between(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay())
            .map(LocalDate::ofEpochDay);
    Arbitrary<LocalTime> times =
        Arbitraries.longs().between(0, LocalTime.MAX.toNanoOfDay()).map(LocalTime::ofNanoOfDay);
    Arbitrary<LocalDateTime> dateTimes = dates.flatMap(d -> times.map(t -> LocalDateTime.of(d, t)));
    Arbitrary<Object> numbers =
        Arbitraries.oneOf(
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.shorts(),
            Arbitraries.bytes(),
            Arbitraries.of(true, false),
            Arbitraries.floats().map(Float::valueOf),
            Arbitraries.doubles().map(Double::valueOf),
            Arbitraries.bigIntegers(),
            Arbitraries.bigDecimals());
    Arbitrary<Object> temporals =
        Arbitraries.oneOf(
            dates,
            times,
            dateTimes,
            times.map(t -> OffsetTime.of(t, ZoneOffset.ofHours(-5))),
            Arbitraries.longs().map(Instant::ofEpochMilli),
            Arbitraries.longs().map(Duration::ofNanos),
            Arbitraries.integers().map(Period::ofDays),
            Arbitraries.longs().map(java.util.Date::new));
    return Arbitraries.oneOf(
        numbers,
        temporals,
        Arbitraries.strings().filter(ValueCodecPropertyTest::isUnicode).map(s -> s),
        Arbitraries.create(UUID::randomUUID),
        Arbitraries.just(null));
  }

  private static boolean isUnicode(String text) {
    return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
  }
}
