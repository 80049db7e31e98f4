package dev.bolt.cache;

import dev.bolt.ErrorCode;
import dev.bolt.database.Row;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Rows as bytes: their number, the names of the columns, then the values of each, as they travel to
 * an engine; and the key under which the rows of a query are kept. Stateless.
 */
final class RowsFormat {

  /** A character that no key of a user has. */
  static final String KEY_PREFIX = "\u0001query:";

  private static final int FIRST_CAPACITY = 1 << 10;

  private RowsFormat() {}

  /**
   * The key of a query.
   *
   * @throws SQLException with SQLState 22023 where a parameter is of a class that has no bytes
   */
  static String key(String sql, Object[] parameters) throws SQLException {
    WireWriter out = new WireWriter(FIRST_CAPACITY);
    out.putString(sql);
    ValueCodec.writeRow(parameters, out);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(out.written());
      return KEY_PREFIX + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The bytes of rows; empty when a value is of a class that has none. */
  static Optional<byte[]> encode(List<Row> rows) {
    WireWriter out = new WireWriter(FIRST_CAPACITY);
    out.putInt(rows.size());
    try {
      if (!rows.isEmpty()) {
        ValueCodec.writeRow(rows.get(0).columnNames().toArray(), out);
      }
      for (Row row : rows) {
        ValueCodec.writeRow(values(row), out);
      }
    } catch (SQLException e) {
      // A structure, a list or the like, which stays in the engine's own form.
      return Optional.empty();
    }
    ByteBuffer written = out.written();
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return Optional.of(bytes);
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  /**
   * The rows of bytes.
   *
   * @throws SQLException with SQLState XX001 when they are not those of rows
   */
  static List<Row> decode(byte[] bytes) throws SQLException {
    WireReader in = new WireReader(ByteBuffer.wrap(bytes));
    try {
      int count = in.readInt();
      if (count == 0) {
        return List.of();
      }
      Object[] names = ValueCodec.readRow(in);
      List<String> columns = Arrays.stream(names).map(String::valueOf).toList();
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rows.add(Row.of(columns, Arrays.asList(ValueCodec.readRow(in))));
      }
      return Collections.unmodifiableList(rows);
    } catch (ProtocolException | IllegalArgumentException e) {
      throw ErrorCode.CORRUPT.exception(
          "Cached rows cannot be read: "
              + e.getMessage()
              + ". Clear the cache, or remove the entry in bolt_cache.entries",
          e);
    }
  }
}
