package dev.bolt.cache;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the rows of queries as values. Thread-safe.
 *
 * @param tiers where they are kept
 * @param db where they come from
 */
record CachedQueries(Tiers tiers, ConcurrentDatabase db) {

  List<Row> rows(PutOptions options, String sql, Object[] parameters) throws SQLException {
    requireQuery(sql);
    String key = RowsFormat.key(sql, parameters);
    Cached found = tiers.find(key);
    if (found != null) {
      return found.rows();
    }
    Watch watch = tiers.watch(key);
    List<Row> rows = Collections.unmodifiableList(db.query(sql, parameters));
    Optional<byte[]> bytes = RowsFormat.encode(rows);
    if (bytes.isPresent() && tiers.fits(key, bytes.get())) {
      Cached entry = tiers.entry(key, EntryKind.ROWS, bytes.get(), options);
      entry.setRows(rows);
      tiers.putIfUnchanged(watch, entry);
    }
    return rows;
  }

  private static void requireQuery(String sql) throws SQLException {
    List<SqlStatement> statements = sql == null ? List.of() : Sql.split(sql, EngineKind.DUCKDB);
    if (statements.size() != 1 || statements.get(0).kind() != StatementKind.QUERY) {
      throw ErrorCode.INVALID_STATEMENT.exception(
          "Only the rows of a single query are cached, and this has not been run: " + sql);
    }
  }
}
