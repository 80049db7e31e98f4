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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a database knows of a table of vectors: whether there is one, its shape and its version.
 * Thread-safe.
 *
 * <pre>
 *   bolt_similarity          a row for each table of vectors: its {@link Shape} and its version
 *   bolt_similarity_deleted  ids that are gone, with the version that deleted them
 * </pre>
 *
 * <p>Writers of one table take turns by a named lock, so that they do not lose conflicts; what
 * keeps versions in order is the row of {@code bolt_similarity}, which two transactions cannot both
 * change. Readers take no lock.
 */
final class TableCatalog {
  static final String DELETED = "bolt_similarity_deleted";

  private static final String TABLES = "bolt_similarity";
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private final ConcurrentDatabase db;
  private final Dialect dialect;
  private final String name;
  private final SimilarityConfig config;
  private volatile Shape shape;

  /**
   * What is known of a table, which need not exist.
   *
   * @throws SQLException with SQLState 22023 when the name is none that needs no quotes
   */
  TableCatalog(ConcurrentDatabase db, Dialect dialect, String name, SimilarityConfig config)
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
    this.config = config;
  }

  /** The name, as SQL has it. */
  String quoted() {
    return '"' + name + '"';
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

  /**
   * The shape of the table, which is made if there is none.
   *
   * @param length how many numbers the vectors have that are to be written
   */
  Shape shapeFor(int length) throws SQLException {
    Optional<Shape> found = shape(db);
    return found.isPresent() ? found.get() : create(wanted(length));
  }

  /** The shape that there is, or that the table would be made with. */
  Shape shapeOr(int length) throws SQLException {
    Optional<Shape> found = shape(db);
    return found.isPresent() ? found.get() : wanted(length);
  }

  private Shape wanted(int length) {
    return new Shape(
        UUID.randomUUID().toString(),
        config.dimension().orElse(length),
        config.metric().orElse(Metric.COSINE));
  }

  /**
   * Begins to write: the version of what is written in a transaction.
   *
   * @throws SQLException with SQLState 42P01 when the table is not the one that had this shape
   */
  long raise(Transaction tx, Shape fixed) throws SQLException {
    List<Row> rows =
        tx.query(
            "UPDATE "
                + TABLES
                + " SET version = version + 1 WHERE table_name = ? AND token = ?"
                + " RETURNING version",
            name,
            fixed.token());
    if (rows.isEmpty()) {
      shape = null;
      throw ErrorCode.UNKNOWN_TABLE.exception(
          "The table "
              + name
              + " is not the one that was here before; try again to use the new one");
    }
    return rows.get(0).getLong("version");
  }

  /** The turn of this thread to write. */
  DatabaseLock turn() throws SQLException {
    try {
      return db.locks().acquire("similarity:" + name, LockMode.EXCLUSIVE, LOCK_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrorCode.INTERRUPTED.exception(
          "The thread was interrupted while it waited for its turn to write to " + name, e);
    }
  }

  private Shape create(Shape wanted) throws SQLException {
    DatabaseLock turn = turn();
    try {
      db.transaction(tx -> createIfMissing(tx, wanted));
    } finally {
      turn.close();
    }
    Shape made = shape(db).orElseThrow();
    if (made.dimension() != wanted.dimension() || made.metric() != wanted.metric()) {
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

  private Void createIfMissing(Transaction tx, Shape wanted) throws SQLException {
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
            + quoted()
            + " (id VARCHAR PRIMARY KEY, vector "
            + dialect.vectorType(wanted.dimension())
            + " NOT NULL, content_hash VARCHAR NOT NULL, metadata JSON NOT NULL, version BIGINT NOT"
            + " NULL)");
    if (dialect == Dialect.SQLITE) {
      tx.execute("CREATE INDEX \"" + name + "_version\" ON " + quoted() + " (version)");
    }
    // A table that was dropped by SQL has left its row.
    tx.execute("DELETE FROM " + TABLES + " WHERE table_name = ?", name);
    tx.execute("DELETE FROM " + DELETED + " WHERE table_name = ?", name);
    tx.execute(
        "INSERT INTO " + TABLES + " VALUES (?, ?, ?, ?, 0)",
        name,
        wanted.token(),
        wanted.dimension(),
        wanted.metric().name());
    return null;
  }
}
