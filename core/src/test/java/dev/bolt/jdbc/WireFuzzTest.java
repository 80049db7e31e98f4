package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.engine.ChunkedResult;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.MaterializedCursor;
import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ShapeCodec;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.ArrayValue;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.rows.RowShape;
import dev.bolt.rows.StructValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rubbish on the wire ends in a ProtocolException, or is read as some value, and nothing else. */
@Timeout(60)
class WireFuzzTest {

  private static final int ROUNDS = 50_000;
  private static final long SEED = 20_240_229L;

  private interface Reader {
    void read(WireReader in) throws ProtocolException, SQLException;
  }

  private static final List<byte[]> CHUNKS = new ArrayList<>();
  private static final List<byte[]> SHAPES = new ArrayList<>();

  private final Random random = new Random(SEED);

  @BeforeAll
  static void collectSamples() throws Exception {
    List<String> queries =
        List.of(
            "SELECT * FROM test_all_types()",
            "SELECT range, 'r' || range FROM range(100)",
            "SELECT [1, 2] AS l, {'a': 'x'} AS s, MAP {1: 2} AS m",
            "SELECT [1]::VARIANT, 1::UNION(i INTEGER, s VARCHAR), 1.5::DECIMAL(5, 1)");
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      for (String query : queries) {
        try (ChunkedResult rows = new ChunkedResult(statement.executeQuery(query), 1000, false)) {
          WireWriter out = new WireWriter(1024);
          ShapeCodec.write(rows.shape(), out);
          SHAPES.add(bytes(out));
          out.reset(0);
          ChunkCodec.write(rows.next(), out);
          CHUNKS.add(bytes(out));
        }
      }
    }
  }

  private static byte[] bytes(WireWriter out) {
    byte[] bytes = new byte[out.written().remaining()];
    out.written().get(bytes);
    return bytes;
  }

  @Test
  void shouldOnlyRefuseWhenChunksAreRubbish() {
    int read = survive(CHUNKS, ROUNDS, in -> ChunkCodec.read(in));
    assertThat(read).as("mutations that do no harm").isPositive();
  }

  @Test
  void shouldOnlyRefuseWhenShapesAreRubbish() {
    survive(SHAPES, ROUNDS, in -> ShapeCodec.read(in));
    WireWriter out = new WireWriter(64);
    ShapeCodec.writeParameters(
        List.of(new ParameterInfo(4, "INTEGER", "java.lang.Integer", 0, 0, true, 2, 1)), out);
    survive(List.of(bytes(out)), ROUNDS / 5, in -> ShapeCodec.readParameters(in));
  }

  @Test
  void shouldOnlyRefuseWhenValuesAreRubbish() throws SQLException {
    Object[] values = {
      null,
      true,
      (byte) 1,
      (short) 2,
      3,
      4L,
      5f,
      6d,
      BigInteger.TEN,
      BigDecimal.ONE,
      "text",
      new byte[] {1, 2},
      UUID.randomUUID(),
      new String[] {"a", null},
      new int[] {1},
      Date.valueOf("2024-02-29"),
      Time.valueOf("12:00:00"),
      new Timestamp(0),
      Instant.EPOCH,
      LocalDateTime.MAX,
      OffsetDateTime.now(ZoneOffset.UTC),
      ZonedDateTime.now(ZoneOffset.UTC),
      Duration.ofDays(1),
      new GregorianCalendar(),
      List.of(1, List.of(2)),
      Map.of("k", "v"),
      new ArrayValue("INTEGER", new Object[] {1, null}),
      new StructValue("S", new Object[] {"x"})
    };
    WireWriter out = new WireWriter(64);
    ValueCodec.writeRow(values, out);
    survive(List.of(bytes(out)), ROUNDS, in -> ValueCodec.readRow(in));
  }

  @Test
  void shouldReadOrRefuseWhenValuesOfAChunkAreRubbish() {
    Map<String, Getters.Getter> getters = Getters.all();
    survive(
        CHUNKS,
        200,
        in -> {
          Chunk chunk = ChunkCodec.read(in);
          try (ResultSet result = new ChunkResultSet(null, rowsOf(chunk))) {
            for (int row = 0; row < 3 && result.next(); row++) {
              readAll(result, chunk.width(), getters);
            }
          }
        });
  }

  private static Cursor.Chunks rowsOf(Chunk chunk) {
    return new MaterializedCursor(new RowShape(List.of()), List.of(chunk));
  }

  private static void readAll(ResultSet result, int width, Map<String, Getters.Getter> getters) {
    for (int column = 1; column <= width; column++) {
      for (Getters.Getter getter : getters.values()) {
        Outcome outcome = Outcome.of(result, column, getter);
        assertThat(outcome.error()).matches(e -> e == null || e instanceof SQLException);
      }
    }
  }

  /** Feeds mutations to a reader, and returns how many it read without complaint. */
  private int survive(List<byte[]> samples, int rounds, Reader reader) {
    int read = 0;
    for (int i = 0; i < rounds; i++) {
      byte[] bytes = mutated(samples.get(random.nextInt(samples.size())));
      try {
        reader.read(new WireReader(ByteBuffer.wrap(bytes)));
        read++;
      } catch (ProtocolException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (SQLException | RuntimeException e) {
        throw new AssertionError("Round " + i + " of seed " + SEED, e);
      }
    }
    return read;
  }

  private byte[] mutated(byte[] sample) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = kind == 1 ? cut(sample) : sample.clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      // What comes first says how what follows is laid out.
      int range = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 32);
      bytes[random.nextInt(range)] = interesting();
    }
    return bytes;
  }

  private byte[] cut(byte[] sample) {
    return Arrays.copyOf(sample, random.nextInt(sample.length));
  }

  private byte interesting() {
    byte[] values = {0, 1, -1, Byte.MAX_VALUE, Byte.MIN_VALUE, (byte) random.nextInt()};
    return values[random.nextInt(values.length)];
  }
}
