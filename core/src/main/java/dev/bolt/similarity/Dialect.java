package dev.bolt.similarity;

import dev.bolt.EngineKind;
import dev.bolt.database.Transaction;
import dev.bolt.rows.ArrayValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How the engines store vectors. Stateless. */
enum Dialect {
  /** Arrays of a fixed length. */
  DUCKDB {
    /** As many numbers as go in with one statement: their text takes some megabytes. */
    private static final int NUMBERS = 384_000;

    @Override
    String vectorType(int dimension) {
      return "FLOAT[" + dimension + "]";
    }

    @Override
    String tables() {
      return "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT"
          + " internal AND database_name = current_database() AND table_name = ?";
    }

    @Override
    String parameter(int dimension) {
      return "CAST(? AS FLOAT[" + dimension + "])";
    }

    @Override
    Object argument(float[] vector) {
      return Vectors.text(vector);
    }

    // A row of parameters each would cost a millisecond a row, and a list of floats is made of one
    // object for each of them. To split a text is what the engine does fastest of all that it can
    // be given (see docs/decisions/020).
    @Override
    void insert(Transaction tx, String table, Shape shape, List<Embedding> rows, long version)
        throws SQLException {
      String sql =
          "INSERT INTO "
              + table
              + COLUMNS
              + " SELECT unnest(?), CAST(string_split(unnest(string_split(?, ';')), ',') AS FLOAT["
              + shape.dimension()
              + "]), unnest(?), CAST(unnest(?) AS JSON), CAST(? AS BIGINT)"
              + UPSERT;
      int step = Math.max(1, Math.min(rows.size(), NUMBERS / shape.dimension()));
      CompletableFuture<String> vectors =
          CompletableFuture.completedFuture(vectors(rows.subList(0, step)));
      for (int i = 0; i < rows.size(); i += step) {
        List<Embedding> some = rows.subList(i, Math.min(i + step, rows.size()));
        List<Embedding> next =
            rows.subList(i + some.size(), Math.min(i + some.size() + step, rows.size()));
        String text = vectors.join();
        // To write numbers as text takes a third as long as the engine needs to read them.
        vectors = next.isEmpty() ? vectors : CompletableFuture.supplyAsync(() -> vectors(next));
        execute(tx, sql, some, text, version);
      }
    }

    private static void execute(
        Transaction tx, String sql, List<Embedding> rows, String vectors, long version)
        throws SQLException {
      Object[] ids = new Object[rows.size()];
      Object[] hashes = new Object[rows.size()];
      Object[] metadata = new Object[rows.size()];
      for (int i = 0; i < rows.size(); i++) {
        ids[i] = rows.get(i).id();
        hashes[i] = rows.get(i).hash();
        metadata[i] = MetadataJson.write(rows.get(i).metadata());
      }
      tx.execute(sql, texts(ids), vectors, texts(hashes), texts(metadata), version);
    }

    private static ArrayValue texts(Object[] values) {
      return new ArrayValue("VARCHAR", values);
    }

    private static String vectors(List<Embedding> rows) {
      StringBuilder text =
          new StringBuilder(rows.size() * rows.get(0).vector().length * Vectors.TEXT_LENGTH);
      for (Embedding row : rows) {
        text.append(text.isEmpty() ? "" : ";");
        Vectors.append(text, row.vector());
      }
      return text.toString();
    }
  },

  /** BLOBs of floats, which functions that Bolt gives to its connections compare. */
  SQLITE {
    @Override
    String vectorType(int dimension) {
      return "BLOB";
    }

    @Override
    String tables() {
      return "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE";
    }

    @Override
    String parameter(int dimension) {
      return "?";
    }

    @Override
    Object argument(float[] vector) {
      return Vectors.bytes(vector);
    }

    @Override
    void insert(Transaction tx, String table, Shape shape, List<Embedding> rows, long version)
        throws SQLException {
      List<Object[]> values = new ArrayList<>(rows.size());
      for (Embedding row : rows) {
        values.add(
            new Object[] {
              row.id(),
              Vectors.bytes(row.vector()),
              row.hash(),
              MetadataJson.write(row.metadata()),
              version
            });
      }
      tx.batch("INSERT INTO " + table + COLUMNS + " VALUES (?, ?, ?, ?, ?)" + UPSERT, values);
    }
  };

  private static final String COLUMNS = " (id, vector, content_hash, metadata, version)";
  private static final String UPSERT =
      " ON CONFLICT (id) DO UPDATE SET vector = excluded.vector, content_hash ="
          + " excluded.content_hash, metadata = excluded.metadata, version = excluded.version";

  static Dialect of(EngineKind engine) {
    return engine == EngineKind.DUCKDB ? DUCKDB : SQLITE;
  }

  /** The type of a column of vectors. */
  abstract String vectorType(int dimension);

  /** A query of the tables that have a name. */
  abstract String tables();

  /** What stands for a vector in a statement. */
  abstract String parameter(int dimension);

  /** What is given for {@link #parameter}. */
  abstract Object argument(float[] vector);

  /** Inserts rows, of different ids, or replaces those that there are. */
  abstract void insert(
      Transaction tx, String table, Shape shape, List<Embedding> rows, long version)
      throws SQLException;
}
