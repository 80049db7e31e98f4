package dev.bolt.database;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatabaseStreamTest extends DatabaseTest {
  private static final int ABANDONED = 2_000;

  @Test
  void shouldReadRowsAsTheyAreAskedFor() throws SQLException {
    try (Stream<Long> numbers = db.queryStream(manyRows(2_000_000), row -> row.getLong("i"))) {
      Iterator<Long> iterator = numbers.iterator();
      assertThat(iterator.next()).isZero();
      assertThat(iterator.next()).isEqualTo(1);
      assertThat(db.stats().pool().active()).isEqualTo(1);
    }
    assertThat(db.stats().pool().active()).isZero();
    assertThat(db.stats().queries().count()).isEqualTo(1);
  }

  @Test
  void shouldGiveItsConnectionBackAtTheLastRow() throws SQLException {
    Stream<Row> rows = db.queryStream(manyRows(5000));
    assertThat(rows.mapToLong(row -> row.getLong("i")).sum()).isEqualTo(5000L * 4999 / 2);
    assertThat(db.stats().pool().active()).isZero();
    rows.close();
  }

  @Test
  void shouldCloseWhenAnExceptionPasses() throws SQLException {
    IllegalStateException mine = new IllegalStateException("x");
    assertThatThrownBy(
            () -> {
              try (Stream<Row> rows = db.queryStream(manyRows(5000))) {
                rows.forEach(
                    row -> {
                      throw mine;
                    });
              }
            })
        .isSameAs(mine);
    assertThat(db.stats().pool().active()).isZero();
  }

  @Test
  void shouldPassOnWhatFailsWhileItIsRead() throws SQLException {
    SQLException mine = new SQLException("mine");
    try (Stream<Object> rows =
        db.queryStream(
            manyRows(10),
            row -> {
              throw mine;
            })) {
      assertThatThrownBy(rows::toList).isInstanceOf(UncheckedSqlException.class).hasCause(mine);
    }
    assertThat(db.stats().pool().active()).isZero();
  }

  @Test
  void shouldFailAtOnceForWhatIsNoQuery() {
    assertFails(ErrorCode.UNKNOWN_TABLE, () -> db.queryStream("SELECT * FROM absent"));
    assertFails(ErrorCode.INVALID_STATEMENT, () -> db.queryStream("DELETE FROM notes"));
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.queryStream("SELECT ?"));
    assertThat(db.stats().pool().active()).isZero();
  }

  @Test
  void shouldLeakNothingWhenAbandonedHalfWay() throws Exception {
    abandon(100);
    int threads = Thread.activeCount();
    long files = openFiles();
    abandon(ABANDONED);
    assertThat(db.stats().pool().active()).isZero();
    assertThat(db.stats().pool().total()).isLessThanOrEqualTo(3);
    // Some come and go by themselves.
    await().untilAsserted(() -> assertThat(Thread.activeCount()).isLessThan(threads + 10));
    await().untilAsserted(() -> assertThat(openFiles()).isLessThan(files + 20));
  }

  private void abandon(int streams) throws SQLException {
    for (int i = 0; i < streams; i++) {
      try (Stream<Row> rows = db.queryStream("SELECT 1 AS x UNION ALL SELECT 2")) {
        assertThat(rows.iterator().next().getInt("x")).isPositive();
      }
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @Test
  void shouldGiveBackTheConnectionOfAStreamThatNobodyHas() throws Exception {
    for (int i = 0; i < 3; i++) {
      readOneAndForget();
      await()
          .until(
              () -> {
                System.gc();
                return db.stats().pool().active() == 0;
              });
    }
  }

  private void readOneAndForget() throws SQLException {
    assertThat(db.queryStream(manyRows(100_000)).iterator().next().getInt("i")).isZero();
  }

  @Test
  void shouldServeParallelStreams() throws SQLException {
    try (Stream<Row> rows = db.queryStream(manyRows(20_000))) {
      assertThat(rows.parallel().mapToLong(row -> row.getLong("i")).sum())
          .isEqualTo(20_000L * 19_999 / 2);
    }
  }
}
