package dev.bolt.similarity;

import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import dev.bolt.database.SqlOperations;
import dev.bolt.database.Transaction;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.LockMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A table of vectors, and what has changed in it since a version. Thread-safe.
 *
 * <pre>
 *   bolt_similarity          a row for each table of vectors: its {@link Shape} and its version
 *   bolt_similarity_deleted  ids that are gone, with the version that deleted them
 *   TABLE                    id, vector, content_hash, metadata, version
 * </pre>
 *
 * <p>Writers of one table take turns by a named lock, so that they do not lose conflicts; what
 * keeps versions in order is the row of {@code bolt_similarity}, which two transactions cannot both
 * change. Readers take no lock.
 */
final class EmbeddingTable {

  /**
   * For how many versions deleted ids are kept: an index that is further behind is built anew, and
   * does not need them.
   */
  static final long KEPT_VERSIONS = 100_000;

  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);
  private static final String TABLES = "bolt_similarity";
  private static final String DELETED = "bolt_similarity_deleted";

  private interface Write {
    int run(Transaction tx, long version) throws SQLException;
  }

  private final ConcurrentDatabase db;
  private final Dialect dialect;
  private final String name;
  private final String quoted;
  private final SimilarityConfig config;
  private volatile Shape shape;

  /**
   * A table, which need not exist.
   *
   * @throws SQLException with SQLState 22023 when the name is none that needs no quotes
   */
  EmbeddingTable(ConcurrentDatabase db, Dialect dialect, String name, SimilarityConfig config)
      throws SQLException {
    if (name == null || !name.matches("[A-Za-z_][A-Za-z0-9_]*") || name.startsWith(TABLES)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "'"
              + name
              + "' cannot be the name of a table of vectors: letters, digits and _, not"
              + " beginning with a digit or with "
              + TABLES);
    }
    this.db = db;
    this.dialect = dialect;
    this.name = name;
    this.quoted = '"' + name + '"';
    this.config = config;
  }

  String name() {
    return name;
  }

  ConcurrentDatabase database() {
    return db;
  }

  /**
   * The shape of the table, or empty while there is none.
   *
   * @throws SQLException with SQLState 08004 when it is not the one that is configured
   */
  Optional<Shape> shape(SqlOperations sql) throws SQLException {
    Shape known = shape;
    if (known == null && !sql.query(dialect.tables(), TABLES).isEmpty()) {
      known = stored(sql);
      if (known != null) {
        requireConfigured(known);
      }
      shape = known;
    }
    return Optional.ofNullable(known);
  }

  private Shape stored(SqlOperations sql) throws SQLException {
    Optional<Row> row =
        sql.queryOne(
            "SELECT token, dimension, metric FROM " + TABLES + " WHERE table_name = ?", name);
    return row.map(
            r ->
                new Shape(
                    r.getString("token"),
                    r.getInt("dimension"),
                    Metric.valueOf(r.getString("metric"))))
        .orElse(null);
  }

  private void requireConfigured(Shape found) throws SQLException {
    if (config.dimension().orElse(found.dimension()) != found.dimension()
        || config.metric().orElse(found.metric()) != found.metric()) {
      throw ErrorCode.MISMATCH.exception(
          "The table "
              + name
              + " has vectors of "
              + found.dimension()
              + " numbers, compared by "
              + found.metric()
              + "; here "
              + config.dimension().orElse(found.dimension())
              + " and "
              + config.metric().orElse(found.metric())
              + " are configured. Leave these out, or use another table");
    }
  }

  /** The token and the version of the table now; empty when there is none. */
  Optional<Row> stamp(SqlOperations sql) throws SQLException {
    return sql.queryOne("SELECT token, version FROM " + TABLES + " WHERE table_name = ?", name);
  }

  /** How many vectors there are. */
  long count(SqlOperations sql) throws SQLException {
    if (shape(sql).isEmpty()) {
      return 0;
    }
    return sql.queryOne("SELECT count(*) AS n FROM " + quoted).orElseThrow().getLong("n");
  }

  /** Forgets what it knows of a table that may have been dropped. */
  private void forget() {
    shape = null;
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
    Shape fixed = shapeFor(rows);
    return write(
        fixed,
        (tx, version) -> {
          dialect.insert(tx, quoted, fixed, rows, version);
          return rows.size();
        });
  }

  private Shape shapeFor(List<Embedding> rows) throws SQLException {
    Optional<Shape> found = shape(db);
    int dimension =
        found
            .map(Shape::dimension)
            .orElseGet(() -> config.dimension().orElse(rows.get(0).vector().length));
    Metric metric = found.map(Shape::metric).orElseGet(() -> config.metric().orElse(Metric.COSINE));
    for (Embedding row : rows) {
      Vectors.require(row.vector(), dimension, metric, "'" + row.id() + "'");
      MetadataJson.write(row.metadata());
    }
    return found.isPresent() ? found.get() : create(dimension, metric);
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
    DatabaseLock turn = turn();
    try {
      return db.transaction(tx -> write.run(tx, raised(tx, fixed)));
    } finally {
      turn.close();
    }
  }

  private long raised(Transaction tx, Shape fixed) throws SQLException {
    List<Row> rows =
        tx.query(
            "UPDATE "
                + TABLES
                + " SET version = version + 1 WHERE table_name = ? AND token = ?"
                + " RETURNING version",
            name,
            fixed.token());
    if (rows.isEmpty()) {
      forget();
      throw ErrorCode.UNKNOWN_TABLE.exception(
          "The table "
              + name
              + " is not the one that was here before; try again to use the new one");
    }
    return rows.get(0).getLong("version");
  }

  private DatabaseLock turn() throws SQLException {
    try {
      return db.locks().acquire("similarity:" + name, LockMode.EXCLUSIVE, LOCK_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrorCode.INTERRUPTED.exception(
          "The thread was interrupted while it waited for its turn to write to " + name, e);
    }
  }

  private Shape create(int dimension, Metric metric) throws SQLException {
    DatabaseLock turn = turn();
    try {
      db.transaction(tx -> createIfMissing(tx, dimension, metric));
    } finally {
      turn.close();
    }
    Shape made = shape(db).orElseThrow();
    if (made.dimension() != dimension || made.metric() != metric) {
      throw ErrorCode.MISMATCH.exception(
          "Another process has just made the table "
              + name
              + " for vectors of "
              + made.dimension()
              + " numbers, compared by "
              + made.metric());
    }
    return made;
  }

  private Void createIfMissing(Transaction tx, int dimension, Metric metric) throws SQLException {
    tx.execute(
        "CREATE TABLE IF NOT EXISTS "
            + TABLES
            + " (table_name VARCHAR PRIMARY KEY, token VARCHAR NOT NULL, dimension INTEGER NOT"
            + " NULL, metric VARCHAR NOT NULL, version BIGINT NOT NULL)");
    tx.execute(
        "CREATE TABLE IF NOT EXISTS "
            + DELETED
            + " (table_name VARCHAR NOT NULL, id VARCHAR NOT NULL, version BIGINT NOT NULL)");
    boolean exists = !tx.query(dialect.tables(), name).isEmpty();
    if (exists && stored(tx) != null) {
      return null;
    }
    if (exists) {
      throw ErrorCode.DUPLICATE_OBJECT.exception(
          "There is a table " + name + " that is none of vectors. Use another name");
    }
    tx.execute(
        "CREATE TABLE "
            + quoted
            + " (id VARCHAR PRIMARY KEY, vector "
            + dialect.vectorType(dimension)
            + " NOT NULL, content_hash VARCHAR NOT NULL, metadata JSON NOT NULL, version BIGINT NOT"
            + " NULL)");
    if (dialect == Dialect.SQLITE) {
      tx.execute("CREATE INDEX \"" + name + "_version\" ON " + quoted + " (version)");
    }
    // A table that was dropped by SQL has left its row.
    tx.execute("DELETE FROM " + TABLES + " WHERE table_name = ?", name);
    tx.execute("DELETE FROM " + DELETED + " WHERE table_name = ?", name);
    tx.execute(
        "INSERT INTO " + TABLES + " VALUES (?, ?, ?, ?, 0)",
        name,
        UUID.randomUUID().toString(),
        dimension,
        metric.name());
    return null;
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
  Optional<Map<String, Optional<Match>>> changes(
      SqlOperations sql, Shape fixed, float[] query, long since, int limit) throws SQLException {
    // The number stands in the text, so that the engine knows when it plans that it can skip what
    // is older; as a parameter it would read every vector.
    List<Row> rows =
        sql.query(
            select(fixed)
                + " WHERE version > "
                + since
                + " UNION ALL SELECT id, NULL, NULL, NULL FROM "
                + DELETED
                + " WHERE table_name = ? AND version > "
                + since
                + " LIMIT "
                + (limit + 1),
            dialect.argument(query),
            name);
    if (rows.size() > limit) {
      return Optional.empty();
    }
    Map<String, Optional<Match>> changes = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.isNull("similarity")) {
        changes.putIfAbsent(row.getString("id"), Optional.empty());
      } else {
        changes.put(row.getString("id"), Optional.of(match(row)));
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
    void there(String id, float[] vector, String metadata, String hash) throws SQLException;
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
                  "SELECT id, vector, CAST(metadata AS TEXT) AS metadata, content_hash FROM "
                      + quoted
                      + " WHERE version > "
                      + feed.since(),
                  row -> told(feed, row))) {
            return rows.mapToLong(id -> 1).sum();
          }
        });
  }

  private static String told(Feed feed, Row row) throws SQLException {
    String id = row.getString("id");
    feed.there(
        id,
        Vectors.of(row.get("vector")),
        row.getString("metadata"),
        row.getString("content_hash"));
    return id;
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
