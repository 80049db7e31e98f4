package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bolt.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrentDatabaseTest extends DatabaseTest {
  private record Note(long id, String body) {}

  @Test
  void shouldReadAsItIsDocumented() throws Exception {
    String ending = engine == EngineKind.DUCKDB ? "analytics.db" : "analytics.sqlite";
    try (ConcurrentDatabase db = ConcurrentDatabase.open(folder.resolve(ending))) {
      db.execute("CREATE TABLE IF NOT EXISTS notes(id BIGINT PRIMARY KEY, body VARCHAR)");
      int n = db.execute("INSERT INTO notes VALUES (?, ?)", 1L, "hello");
      List<Row> rows = db.query("SELECT id, body FROM notes WHERE id = ?", 1L);
      List<Note> notes =
          db.query(
              "SELECT id, body FROM notes", r -> new Note(r.getLong("id"), r.getString("body")));
      CompletableFuture<List<Row>> later = db.queryAsync("SELECT count(*) AS n FROM notes");
      long id =
          db.transaction(
              tx -> {
                tx.execute("UPDATE notes SET body = ? WHERE id = ?", "x", 1L);
                return 1L;
              });
      DatabaseStats stats = db.stats();

      assertThat(n).isEqualTo(1);
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).get("body")).isEqualTo("hello");
      assertThat(rows.get(0).getLong("ID")).isEqualTo(1);
      assertThat(rows.get(0).get(1)).isEqualTo("hello");
      assertThat(rows.get(0).asMap().keySet()).containsExactly("id", "body");
      assertThat(notes).containsExactly(new Note(1, "hello"));
      assertThat(later.get().get(0).getLong("n")).isEqualTo(1);
      assertThat(id).isEqualTo(1);
      assertThat(stats.transactions().count()).isEqualTo(1);
      assertThat(db.query("SELECT body FROM notes").get(0).getString("body")).isEqualTo("x");
    }
  }

  @Test
  void shouldCountWhatItDoes() throws Exception {
    db.execute("INSERT INTO notes VALUES (1, 'a'), (2, 'b')");
    db.query("SELECT * FROM notes");
    db.transaction(tx -> tx.execute("DELETE FROM notes"));
    try {
      db.query("SELECT * FROM absent");
    } catch (SQLException e) {
      // Counted below.
    }
    DatabaseStats stats = db.stats();
    assertThat(stats.queries().count()).isEqualTo(1);
    // The table too.
    assertThat(stats.updates().count()).isEqualTo(3);
    assertThat(stats.operations()).isEqualTo(4);
    assertThat(stats.transactions().count()).isEqualTo(1);
    assertThat(stats.errors()).isEqualTo(Map.of("42P01", 1L));
    assertThat(stats.errorCount()).isEqualTo(1);
    assertThat(stats.retries()).isZero();
    assertThat(stats.pool().active()).isZero();
    assertThat(stats.pool().maximum()).isEqualTo(3);
    assertThat(stats.updates().max()).isGreaterThanOrEqualTo(stats.updates().median()).isPositive();
    assertThat(stats.updates().p99()).isLessThanOrEqualTo(stats.updates().max());
    assertThat(stats.updates().mean()).isPositive();
    assertThat(stats.updates().toString()).startsWith("3 calls, mean ");
  }

  @Test
  void shouldCountRowsWritten() throws SQLException {
    assertThat(db.execute("INSERT INTO notes VALUES (1, 'a'), (2, 'b')")).isEqualTo(2);
    assertThat(db.execute("UPDATE notes SET body = ? WHERE id = ?", null, 1)).isEqualTo(1);
    assertThat(db.execute("INSERT INTO notes VALUES (3, 'c'), (4, 'd') RETURNING id")).isEqualTo(2);
    assertThat(db.query("INSERT INTO notes VALUES (5, ?) RETURNING id, body", (Object[]) null))
        .extracting(Row::toString)
        .containsExactly("{id=5, body=null}");
    assertThat(db.execute("DROP TABLE notes")).isZero();
  }

  @Test
  void shouldRunTextOfSeveralStatements() throws SQLException {
    assertThat(
            db.execute(
                "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (?); INSERT INTO a VALUES (?)",
                1,
                2))
        .isEqualTo(2);
    assertThat(db.query("SELECT count(*) AS n FROM a")).hasSize(1);
  }

  @Test
  void shouldWriteBatches() throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(new Object[] {i, "note " + i});
    }
    int[] counts = db.batch("INSERT INTO notes VALUES (?, ?)", rows);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(1000);
    assertThat(count()).isEqualTo(1000);
    assertThat(db.batch("INSERT INTO notes VALUES (?, ?)", List.of())).isEmpty();
  }

  @Test
  void shouldFindOneRow() throws SQLException {
    assertThat(db.queryOne("SELECT id FROM notes")).isEmpty();
    db.execute("INSERT INTO notes VALUES (1, 'a'), (2, 'b')");
    assertThat(db.queryOne("SELECT id FROM notes WHERE id = ?", 2)).isPresent();
    assertThat(catchThrowable(() -> db.queryOne("SELECT id FROM notes")))
        .hasMessageContaining("2 rows");
  }

  @Test
  void shouldServeManyThreads() throws Exception {
    int threads = 8;
    int each = 25;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t * each;
      running.add(
          executor.submit(
              () -> {
                for (int i = first; i < first + each; i++) {
                  db.execute("INSERT INTO notes VALUES (?, ?)", i, "x");
                  db.query("SELECT body FROM notes WHERE id = ?", i);
                }
                return null;
              }));
    }
    for (Future<?> thread : running) {
      thread.get();
    }
    executor.shutdown();
    assertThat(count()).isEqualTo(threads * each);
    assertThat(db.stats().pool().total()).isLessThanOrEqualTo(3);
    assertThat(db.stats().pool().active()).isZero();
  }

  @Test
  void shouldEndSettingsOfSqlWithTheirCall() throws SQLException {
    if (engine == EngineKind.DUCKDB) {
      db.execute("SET VARIABLE x = 7");
      assertThat(db.query("SELECT getvariable('x') AS x").get(0).isNull("x")).isTrue();
    } else {
      db.execute("PRAGMA cache_size = 7");
      assertThat(db.query("PRAGMA cache_size").get(0).getInt(0)).isNotEqualTo(7);
    }
    db.execute("CREATE TEMPORARY TABLE mine (x INTEGER)");
    db.execute("CREATE TEMPORARY TABLE mine (x INTEGER)");
    long seen =
        db.transaction(
            tx -> {
              tx.execute("CREATE TEMPORARY TABLE mine (x INTEGER)");
              return (long) tx.execute("INSERT INTO mine VALUES (1), (2)");
            });
    assertThat(seen).isEqualTo(2);
  }

  @Test
  void shouldGiveOptionsToEveryConnection() throws SQLException {
    try (ConcurrentDatabase set =
        ConcurrentDatabase.open(
            folder.resolve("option.db"),
            DatabaseConfig.defaults()
                .withEngine(engine)
                .withOption(engine == EngineKind.DUCKDB ? "threads" : "cache_size", "3"))) {
      String setting =
          engine == EngineKind.DUCKDB ? "SELECT current_setting('threads')" : "PRAGMA cache_size";
      assertThat(set.query(setting).get(0).getInt(0)).isEqualTo(3);
    }
  }

  @Test
  void shouldHaveSqliteInWalUnlessToldOtherwise() throws SQLException {
    if (engine == EngineKind.SQLITE) {
      assertThat(db.query("PRAGMA journal_mode").get(0).getString(0)).isEqualTo("wal");
    }
    Path file = folder.resolve("plain.db");
    try (ConcurrentDatabase plain =
        ConcurrentDatabase.open(
            file, DatabaseConfig.defaults().withEngine(engine).withWal(false))) {
      plain.execute("CREATE TABLE t (x INTEGER)");
      if (engine == EngineKind.SQLITE) {
        assertThat(plain.query("PRAGMA journal_mode").get(0).getString(0)).isEqualTo("delete");
      }
    }
    assertThat(Files.exists(file)).isTrue();
  }

  @Test
  void shouldWorkWithoutPooling() throws SQLException {
    try (ConcurrentDatabase unpooled = open(config().withPooling(false))) {
      Set<Object> found = new HashSet<>();
      unpooled.execute("INSERT INTO notes VALUES (1, 'a')");
      unpooled.query("SELECT body FROM notes").forEach(row -> found.add(row.get(0)));
      assertThat(found).containsExactly("a");
      int deleted = unpooled.transaction(tx -> tx.execute("DELETE FROM notes"));
      assertThat(deleted).isEqualTo(1);
    }
  }

  @Test
  void shouldSeeItselfInOneFile() throws SQLException {
    try (ConcurrentDatabase other = open(config())) {
      other.execute("INSERT INTO notes VALUES (1, 'a')");
      assertThat(count()).isEqualTo(1);
      assertThat(other.toString()).startsWith("ConcurrentDatabase of ").endsWith("a.db");
    }
  }
}
