package dev.bolt.similarity;

import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import dev.bolt.database.SqlOperations;
import dev.bolt.database.Transaction;
import dev.bolt.lock.DatabaseLock;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of vectors, and what has changed in it since a version. Thread-safe.
 *
 * <p>Its columns are id, vector, content_hash, metadata and version; what else is known of it the
 * {@link TableCatalog} has.
 */
final class EmbeddingTable {

  /**
   * For how many versions deleted ids are kept: an index that is further behind is built anew, and
   * does not need them.
   */
  static final long KEPT_VERSIONS = 100_000;

  private static final String DELETED = TableCatalog.DELETED;

  private interface Write {
    int run(Transaction tx, long version) throws SQLException;
  }

  private final ConcurrentDatabase db;
  private final Dialect dialect;
  private final String name;
  private final String quoted;
  private final TableCatalog catalog;

  /**
   * A table, which need not exist.
   *
   * @throws SQLException with SQLState 22023 when the name is none that needs no quotes
   */
  EmbeddingTable(ConcurrentDatabase db, Dialect dialect, String name, SimilarityConfig config)
      throws SQLException {
    this.db = db;
    this.dialect = dialect;
    this.name = name;
    this.catalog = new TableCatalog(db, dialect, name, config);
    this.quoted = catalog.quoted();
  }

  String name() {
    return name;
  }

  ConcurrentDatabase database() {
    return db;
  }

  /** The shape of the table, or empty while there is none; as {@link TableCatalog#shape}. */
  Optional<Shape> shape(SqlOperations sql) throws SQLException {
    return catalog.shape(sql);
  }

  /** The token and the version of the table now; empty when there is none. */
  Optional<Row> stamp(SqlOperations sql) throws SQLException {
    return catalog.stamp(sql);
  }

  /** How many vectors there are. */
  long count(SqlOperations sql) throws SQLException {
    if (shape(sql).isEmpty()) {
      return 0;
    }
    return sql.queryOne("SELECT count(*) AS n FROM " + quoted).orElseThrow().getLong("n");
  }

  /** Writes embeddings, all or none, in place of those with the same ids; the last one counts. */
  int put(Collection<Embedding> embeddings) throws SQLException {
    Map<String, Embedding> byId = new LinkedHashMap<>();
    for (Embedding each : embeddings) {
      byId.put(each.id(), each);
    }
    if (byId.isEmpty()) {
      return 0;
    }
    List<Embedding> rows = new ArrayList<>(byId.values());
    int length = rows.get(0).vector().length;
    requireFit(rows, catalog.shapeOr(length));
    Shape fixed = catalog.shapeFor(length);
    return write(
        fixed,
        (tx, version) -> {
          dialect.insert(tx, quoted, fixed, rows, version);
          return rows.size();
        });
  }

  private static void requireFit(List<Embedding> rows, Shape shape) throws SQLException {
    for (Embedding row : rows) {
      Vectors.require(row.vector(), shape.dimension(), shape.metric(), "'" + row.id() + "'");
      MetadataJson.write(row.metadata());
    }
  }

  /** Deletes ids, all or none; how many there were. */
  int delete(Collection<String> ids) throws SQLException {
    Optional<Shape> fixed = shape(db);
    if (fixed.isEmpty() || ids.isEmpty()) {
      return 0;
    }
    List<String> different = List.copyOf(new LinkedHashSet<>(ids));
    return write(fixed.get(), (tx, version) -> delete(tx, different, version));
  }

  private int delete(Transaction tx, List<String> ids, long version) throws SQLException {
    tx.execute(
        "DELETE FROM " + DELETED + " WHERE table_name = ? AND version <= ?",
        name,
        version - KEPT_VERSIONS);
    List<Object[]> rows = new ArrayList<>();
    ids.forEach(id -> rows.add(new Object[] {id}));
    int[] counts = tx.batch("DELETE FROM " + quoted + " WHERE id = ?", rows);
    List<Object[]> gone = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        gone.add(new Object[] {name, ids.get(i), version});
      }
    }
    if (!gone.isEmpty()) {
      tx.batch("INSERT INTO " + DELETED + " VALUES (?, ?, ?)", gone);
    }
    return gone.size();
  }

  private int write(Shape fixed, Write write) throws SQLException {
    DatabaseLock turn = catalog.turn();
    try {
      return db.transaction(tx -> write.run(tx, catalog.raise(tx, fixed)));
    } finally {
      turn.close();
    }
  }

  /** The hashes of those ids that there are. */
  Map<String, String> hashes(Collection<String> ids) throws SQLException {
    Map<String, String> hashes = new LinkedHashMap<>();
    if (shape(db).isEmpty()) {
      return hashes;
    }
    for (String id : ids) {
      for (Row row : db.query("SELECT content_hash FROM " + quoted + " WHERE id = ?", id)) {
        hashes.put(id, row.getString("content_hash"));
      }
    }
    return hashes;
  }

  /** The most similar ones, by comparing with all. */
  List<Match> nearest(SqlOperations sql, Shape fixed, float[] query, int limit, Filter filter)
      throws SQLException {
    List<Object> arguments = new ArrayList<>();
    arguments.add(dialect.argument(query));
    arguments.addAll(filter.parameters());
    return sql.query(
        select(fixed) + filter.clause() + " ORDER BY similarity DESC LIMIT " + limit,
        EmbeddingTable::match,
        arguments.toArray());
  }

  private String select(Shape fixed) {
    return "SELECT id, content_hash, CAST(metadata AS TEXT) AS metadata, "
        + fixed.metric().sql("vector", dialect.parameter(fixed.dimension()))
        + " AS similarity FROM "
        + quoted;
  }

  private static Match match(Row row) {
    return new Match(
        row.getString("id"),
        row.getDouble("similarity"),
        MetadataJson.read(row.getString("metadata")),
        row.getString("content_hash"));
  }

  /**
   * What was written after a version: each id with what it is now, or empty when it is gone.
   *
   * @return empty when more ids than a limit have changed
   */
  Optional<Map<String, Optional<StoredVector>>> changes(SqlOperations sql, long since, int limit)
      throws SQLException {
    // The number stands in the text, so that the engine knows when it plans that it can skip what
    // is older; as a parameter it would read every vector.
    List<Row> rows =
        sql.query(
            "SELECT "
                + StoredVector.COLUMNS
                + " FROM "
                + quoted
                + " WHERE version > "
                + since
                + " UNION ALL SELECT id, NULL, NULL, NULL FROM "
                + DELETED
                + " WHERE table_name = ? AND version > "
                + since
                + " LIMIT "
                + (limit + 1),
            name);
    if (rows.size() > limit) {
      return Optional.empty();
    }
    Map<String, Optional<StoredVector>> changes = new LinkedHashMap<>();
    for (Row row : rows) {
      String id = row.getString("id");
      if (row.isNull("vector")) {
        changes.putIfAbsent(id, Optional.empty());
      } else {
        changes.put(id, Optional.of(StoredVector.of(row)));
      }
    }
    return Optional.of(changes);
  }

  /** Who is told what was written after a version. */
  interface Feed {
    /** Begins; what was told before is void. */
    void begin(String token, long version) throws SQLException;

    /** A version from which all that is newer is told; less than 0 for everything. */
    long since();

    /** An id that is gone, or was. */
    void gone(String id) throws SQLException;

    /** A row that is there. */
    void there(StoredVector row) throws SQLException;
  }

  /** Tells what was written after a version, as of one moment. */
  void tell(Feed feed) throws SQLException {
    db.transaction(
        tx -> {
          Row stamp = stamp(tx).orElseThrow();
          feed.begin(stamp.getString("token"), stamp.getLong("version"));
          for (Row row :
              tx.query(
                  "SELECT id FROM " + DELETED + " WHERE table_name = ? AND version > ?",
                  name,
                  feed.since())) {
            feed.gone(row.getString("id"));
          }
          // Read row by row: all vectors need not fit into memory.
          try (var rows =
              tx.queryStream(
                  "SELECT "
                      + StoredVector.COLUMNS
                      + " FROM "
                      + quoted
                      + " WHERE version > "
                      + feed.since(),
                  row -> told(feed, row))) {
            return rows.mapToLong(id -> 1).sum();
          }
        });
  }

  private static String told(Feed feed, Row row) throws SQLException {
    StoredVector there = StoredVector.of(row);
    feed.there(there);
    return there.id();
  }

  /**
   * A query in which the name of the table stands for its columns but the vector, with the
   * similarity to a vector, which is the first parameter.
   */
  String withSimilarity(Shape fixed, String sql) {
    return WithClause.before(
        sql,
        "bolt_reference AS MATERIALIZED (SELECT "
            + dialect.parameter(fixed.dimension())
            + " AS vector), "
            + quoted
            + " AS (SELECT t.id, t.content_hash, t.metadata, t.version, "
            + fixed.metric().sql("t.vector", "r.vector")
            + " AS similarity FROM main."
            + quoted
            + " AS t, bolt_reference AS r)");
  }

  /** What is given for a vector. */
  Object argument(float[] vector) {
    return dialect.argument(vector);
  }
}
