package dev.bolt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session that reads only what is on disk waits for the syncs of others. */
@Timeout(30)
class ReadDurableTest {

  private static final String COUNT = "SELECT count(*) FROM t";
  private static final int ANY_NUMBER = 1_000_000;

  @TempDir Path folder;

  private final HeldWal held = new HeldWal();
  private DurableFile file;
  private EngineSession writer;
  private EngineSession reader;

  @BeforeEach
  void open() throws Exception {
    file = DurableFile.open(folder.resolve("x.db"), Map.of(), wal -> held);
    writer = file.session();
    reader = file.durableReader();
    held.allow(1);
    DurableFile.run(writer, "CREATE TABLE t (i INTEGER)");
    held.awaitBegin();
  }

  @AfterEach
  void close() throws Exception {
    held.allow(ANY_NUMBER);
    reader.close();
    writer.close();
    file.close();
  }

  private static int count(EngineSession session, ExecuteOptions options) {
    try {
      return DurableFile.number(session, options, COUNT);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<Void> insert() throws InterruptedException {
    CompletableFuture<Void> insert =
        CompletableFuture.runAsync(
            () -> {
              try {
                DurableFile.run(writer, "INSERT INTO t VALUES (1)");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    held.awaitBegin();
    return insert;
  }

  @Test
  void shouldGiveARowThatIsNotYetOnDiskOnlyToWhoDoesNotWait() throws Exception {
    CompletableFuture<Void> insert = insert();
    EngineSession other = file.session();
    assertThat(count(other, ExecuteOptions.AUTO_COMMIT)).isOne();
    other.close();

    CompletableFuture<Integer> read =
        CompletableFuture.supplyAsync(() -> count(reader, ExecuteOptions.AUTO_COMMIT));
    // The sync that runs began before the read, so another one has to begin after it.
    held.allow(1);
    insert.get();
    held.awaitBegin();
    assertThat(read).isNotDone();
    held.allow(1);

    assertThat(read.get()).isOne();
  }

  @Test
  void shouldWaitOnceForTheStateThatATransactionReads() throws Exception {
    held.allow(ANY_NUMBER);
    int before = held.syncs();

    count(reader, ExecuteOptions.IN_TRANSACTION);
    count(reader, ExecuteOptions.IN_TRANSACTION);
    reader.commit();
    assertThat(held.syncs() - before).isOne();

    count(reader, ExecuteOptions.IN_TRANSACTION);
    reader.rollback();
    assertThat(held.syncs() - before).isEqualTo(2);
  }

  @Test
  void shouldFailWhenTheDiskDoes() throws Exception {
    held.breakDown();
    held.allow(ANY_NUMBER);

    assertThatThrownBy(() -> DurableFile.number(reader, ExecuteOptions.AUTO_COMMIT, COUNT))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("may not be on disk")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("58030");

    // From now on SQLite syncs each commit by itself, before anybody sees it.
    assertThat(count(reader, ExecuteOptions.AUTO_COMMIT)).isZero();
  }
}
