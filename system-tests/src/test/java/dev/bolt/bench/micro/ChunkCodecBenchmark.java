package dev.bolt.bench.micro;

import dev.bolt.protocol.ChunkCodec;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.Column;
import dev.bolt.rows.ColumnType;
import dev.bolt.rows.FixedColumn;
import dev.bolt.rows.Nulls;
import dev.bolt.rows.TextColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A chunk of 2,048 rows and four columns on the wire: id, number, short text, text with nulls. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class ChunkCodecBenchmark {

  private static final int ROWS = 2048;
  private static final int CAPACITY = 1 << 20;

  private final WireWriter out = new WireWriter(CAPACITY);
  private Chunk chunk;
  private ByteBuffer bytes;

  /** Makes the chunk and its bytes. */
  @Setup
  public void fill() {
    ByteBuffer ids = ByteBuffer.allocate(ROWS * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer numbers = ByteBuffer.allocate(ROWS * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    String[] texts = new String[ROWS];
    String[] gaps = new String[ROWS];
    boolean[] nulls = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      ids.putInt(i);
      numbers.putDouble(i * 0.5);
      texts[i] = "row " + i;
      nulls[i] = i % 7 == 0;
      gaps[i] = nulls[i] ? null : "a longer text, the payload of " + i;
    }
    List<Column> columns =
        List.of(
            new FixedColumn(ColumnType.INTEGER, Integer.BYTES, 0, Nulls.none(), ids.array()),
            new FixedColumn(ColumnType.DOUBLE, Double.BYTES, 0, Nulls.none(), numbers.array()),
            new TextColumn(ColumnType.VARCHAR, Nulls.none(), texts),
            new TextColumn(ColumnType.VARCHAR, Nulls.of(nulls), gaps));
    chunk = new Chunk(ROWS, columns, new Column[columns.size()]);
    WireWriter writer = new WireWriter(CAPACITY);
    ChunkCodec.write(chunk, writer);
    bytes = writer.written();
  }

  /** Writes it into a buffer that is there. */
  @Benchmark
  public int write() {
    out.reset(CAPACITY);
    ChunkCodec.write(chunk, out);
    return out.position();
  }

  /** Reads it back. */
  @Benchmark
  public Chunk read() throws ProtocolException {
    return ChunkCodec.read(new WireReader(bytes));
  }
}
