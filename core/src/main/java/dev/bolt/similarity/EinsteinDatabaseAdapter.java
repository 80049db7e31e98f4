package dev.bolt.similarity;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import dev.bolt.database.SqlOperations;
import dev.bolt.node.Nodes;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Vectors in a table of a shared database, and the search for those that are most like another one.
 * Any number of these, in any number of processes, may use a table at once. Thread-safe.
 *
 * <pre>{@code
 * try (EinsteinDatabaseAdapter e = EinsteinDatabaseAdapter.open(Path.of("a.db"), "embeddings")) {
 *   e.put("src/Main.java#42", vector, Map.of("lang", "java"));
 *   List<Match> best = e.search(query, 10, 0.8f);
 * }
 * }</pre>
 *
 * <p>The table is made by the first vector that is written, for vectors of as many numbers. A
 * search sees all that was acknowledged before it began, whoever wrote it; it waits for no writer.
 *
 * <p>All methods throw {@link SQLException} with an SQLState of {@link ErrorCode}: 22023 for a
 * vector of another length, with a number that is not finite, or of zeros where the cosine is
 * wanted; 25006 for a write where the file is open to read only; 08003 after the end.
 */
public final class EinsteinDatabaseAdapter implements AutoCloseable {
  private static final Pattern SIMILARITY =
      Pattern.compile("\\bsimilarity\\b", Pattern.CASE_INSENSITIVE);

  private final OpenedFile file;
  private final ConcurrentDatabase db;
  private final EmbeddingTable table;
  private final ApproximateIndex index;
  private final IndexState noIndex;
  private final LongAdder exact = new LongAdder();
  private final LongAdder approximate = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final LongAdder deleted = new LongAdder();

  /** What was searched for last. */
  private volatile float[] reference;

  private EinsteinDatabaseAdapter(
      OpenedFile file, EmbeddingTable table, ApproximateIndex index, IndexState noIndex) {
    this.file = file;
    this.db = file.database();
    this.table = table;
    this.index = index;
    this.noIndex = noIndex;
  }

  /** Opens a table of a file with the defaults; what does not exist is made when it is needed. */
  public static EinsteinDatabaseAdapter open(Path file, String table) throws SQLException {
    return open(file, table, SimilarityConfig.defaults());
  }

  /**
   * Opens a table of a file. Where the file cannot be shared, but can be read, it is opened to read
   * only, which {@link #stats} tells.
   *
   * @param table letters, digits and {@code _}
   * @throws SQLException as {@link ConcurrentDatabase#open}, and with SQLState 08004 when the table
   *     has another dimension or metric
   */
  public static EinsteinDatabaseAdapter open(Path file, String table, SimilarityConfig config)
      throws SQLException {
    OpenedFile opened = OpenedFile.open(file, config.database());
    try {
      EmbeddingTable embeddings =
          new EmbeddingTable(opened.database(), Dialect.of(opened.engine()), table, config);
      embeddings.shape(opened.database());
      boolean possible = config.approximateFrom().isPresent() && ApproximateIndex.isPossible();
      return new EinsteinDatabaseAdapter(
          opened,
          embeddings,
          possible ? index(file, embeddings, config, opened) : null,
          config.approximateFrom().isEmpty() ? IndexState.off() : noLibrary());
    } catch (SQLException | RuntimeException e) {
      opened.database().close();
      throw e;
    }
  }

  private static ApproximateIndex index(
      Path file, EmbeddingTable table, SimilarityConfig config, OpenedFile opened)
      throws SQLException {
    DatabaseId database = Nodes.resolve(file);
    return new ApproximateIndex(
        table,
        database.sidecar().resolve("similarity-" + table.name()),
        config.approximateFrom().getAsInt(),
        opened.mode() == AdapterStats.Mode.SHARED);
  }

  private static IndexState noLibrary() {
    return new IndexState(
        IndexState.Condition.UNAVAILABLE,
        "org.apache.lucene:lucene-core is not on the class path; searches are exact",
        0,
        0);
  }

  /** Writes a vector, in place of the one with its id. */
  public void put(String id, float[] vector, Map<String, ?> metadata) throws SQLException {
    put(Embedding.of(id, vector, metadata));
  }

  /** Writes a vector, in place of the one with its id. */
  public void put(Embedding embedding) throws SQLException {
    putAll(List.of(embedding));
  }

  /**
   * Writes vectors, all or none, in place of those with their ids. Of two with one id the last one
   * counts.
   */
  public void putAll(Collection<Embedding> embeddings) throws SQLException {
    file.requireWritable();
    int rows = table.put(embeddings);
    written.add(rows);
    if (index != null) {
      index.written(rows, db);
    }
  }

  /** Deletes a vector; whether there was one. */
  public boolean delete(String id) throws SQLException {
    return deleteAll(List.of(id)) > 0;
  }

  /** Deletes vectors, all or none; how many there were. */
  public int deleteAll(Collection<String> ids) throws SQLException {
    file.requireWritable();
    int rows = table.delete(ids);
    deleted.add(rows);
    return rows;
  }

  /** How many vectors there are. */
  public long size() throws SQLException {
    return table.count(db);
  }

  /**
   * The content hashes of those ids that there are, by which a program finds out what it need not
   * make a vector of again.
   */
  public Map<String, String> contentHashes(Collection<String> ids) throws SQLException {
    return table.hashes(ids);
  }

  /**
   * The vectors that are most like another one, the most similar first.
   *
   * @param limit how many at most
   * @param minimum how similar at least, by the {@link Metric} of the table
   */
  public List<Match> search(float[] query, int limit, double minimum) throws SQLException {
    return search(query, limit, minimum, Filter.ALL);
  }

  /** The same among those for which a condition holds; this search is always exact. */
  public List<Match> search(float[] query, int limit, double minimum, Filter filter)
      throws SQLException {
    return search(db, query, limit, minimum, filter);
  }

  /** The same as {@link #search(float[], int, double)}, on another thread. */
  public CompletableFuture<List<Match>> searchAsync(float[] query, int limit, double minimum) {
    return searchAsync(query, limit, minimum, Filter.ALL);
  }

  /**
   * The same as {@link #search(float[], int, double, Filter)}, on another thread. Cancelling the
   * future cancels the search.
   */
  public CompletableFuture<List<Match>> searchAsync(
      float[] query, int limit, double minimum, Filter filter) {
    float[] copy = query.clone();
    reference = copy;
    return db.transactionAsync(tx -> search(tx, copy, limit, minimum, filter));
  }

  private List<Match> search(
      SqlOperations sql, float[] query, int limit, double minimum, Filter filter)
      throws SQLException {
    if (limit < 1) {
      throw ErrorCode.INVALID_ARGUMENT.exception("A search for " + limit + " vectors finds none");
    }
    Optional<Shape> shape = table.shape(sql);
    if (shape.isEmpty()) {
      return List.of();
    }
    Vectors.require(query, shape.get().dimension(), shape.get().metric(), "the search");
    reference = query.clone();
    return nearest(sql, shape.get(), query, limit, filter).stream()
        .filter(match -> match.similarity() >= minimum)
        .toList();
  }

  private List<Match> nearest(
      SqlOperations sql, Shape shape, float[] query, int limit, Filter filter) throws SQLException {
    if (index != null && filter.isAll()) {
      Optional<List<Match>> found = index.nearest(sql, shape, query, limit);
      if (found.isPresent()) {
        approximate.increment();
        return found.get();
      }
    }
    List<Match> found = table.nearest(sql, shape, query, limit, filter);
    exact.increment();
    return found;
  }

  /**
   * Runs a statement of SQL. In a query the name of the table stands for its columns {@code id},
   * {@code content_hash}, {@code metadata} and {@code version}, and {@code similarity}: how like
   * the vector is to the one that this adapter was last asked to search for.
   *
   * <pre>{@code
   * e.execute("SELECT * FROM embeddings WHERE similarity > ?", 0.8)
   * }</pre>
   *
   * <p>{@code main.embeddings} is the table itself, with the column {@code vector}. What is no
   * query gives no rows. Vectors are not to be written by SQL: searches by an index would not see
   * it.
   *
   * @throws SQLException with SQLState 22023 when the similarity is asked for before any search
   */
  public List<Row> execute(String sql, Object... parameters) throws SQLException {
    return execute(reference, sql, parameters);
  }

  /** The same, with the similarity to a vector. */
  public List<Row> execute(float[] about, String sql, Object... parameters) throws SQLException {
    Call call = call(about, sql, parameters);
    if (call.isQuery()) {
      return db.query(call.sql(), call.parameters());
    }
    file.requireWritable();
    db.execute(call.sql(), call.parameters());
    return List.of();
  }

  /** The same as {@link #execute(String, Object...)}, on another thread. */
  public CompletableFuture<List<Row>> executeAsync(String sql, Object... parameters) {
    return executeAsync(reference, sql, parameters);
  }

  /** The same as {@link #execute(float[], String, Object...)}, on another thread. */
  public CompletableFuture<List<Row>> executeAsync(
      float[] about, String sql, Object... parameters) {
    try {
      Call call = call(about, sql, parameters);
      if (call.isQuery()) {
        return db.queryAsync(call.sql(), call.parameters());
      }
      file.requireWritable();
      return db.executeAsync(call.sql(), call.parameters()).thenApply(count -> List.of());
    } catch (SQLException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A statement as the engine gets it. */
  private record Call(String sql, Object[] parameters, boolean isQuery) {}

  private Call call(float[] about, String sql, Object... parameters) throws SQLException {
    EngineKind engine = file.engine();
    List<SqlStatement> statements = sql == null ? List.of() : Sql.split(sql, engine);
    boolean query = !statements.isEmpty() && statements.get(0).kind() == StatementKind.QUERY;
    if (!query || statements.size() > 1 || !SIMILARITY.matcher(sql).find() && about == null) {
      boolean rows = !statements.isEmpty() && statements.get(0).kind().mayBeRead();
      return new Call(sql, parameters, rows);
    }
    Optional<Shape> shape = table.shape(db);
    if (shape.isEmpty()) {
      return new Call(sql, parameters, true);
    }
    if (about == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "Similarity to what? Nothing was searched for yet: search first, or call"
              + " execute(vector, sql, …)");
    }
    Vectors.require(about, shape.get().dimension(), shape.get().metric(), "the search");
    Object[] all = new Object[parameters.length + 1];
    all[0] = table.argument(about);
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    return new Call(table.withSimilarity(shape.get(), statements.get(0).text()), all, true);
  }

  /** The database, for whatever else is in it; it is closed with this. */
  public ConcurrentDatabase database() {
    return db;
  }

  /** What it has done since it was opened, and how it is. */
  public AdapterStats stats() {
    return new AdapterStats(
        file.mode(),
        file.reason(),
        exact.sum(),
        approximate.sum(),
        written.sum(),
        deleted.sum(),
        index == null ? noIndex : index.state(),
        db.stats());
  }

  /** Closes it: what runs has the close timeout of the database to end. Idempotent. */
  @Override
  public void close() {
    if (index != null) {
      index.close();
    }
    db.close();
  }

  @Override
  public String toString() {
    return "EinsteinDatabaseAdapter of " + table.name() + " in " + db;
  }
}
