package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.PragmaStatement;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.sync.SharedSync;
import dev.bolt.sync.SyncFailedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;
import org.sqlite.SQLiteConnection;

/**
 * What makes the commits of one SQLite session durable.
 *
 * <p>Where the client's level is FULL, SQLite runs with NORMAL inside, and a commit waits for a
 * sync that it shares with others. Every other level is SQLite's own, and so is FULL where there is
 * nobody to share with, once a sync has failed, and for who has the native connection and commits
 * past this class. SQLite changes the level between transactions only, so {@link #settle()} does it
 * before one begins.
 *
 * <p>Confined to the thread that uses the session.
 */
final class SqliteDurability {

  private static final int NORMAL = 1;
  private static final int FULL = 2;
  private static final String LEVEL = "synchronous";
  private static final String MAIN = "main";

  private final SQLiteConnection connection;
  private final Path file;
  private final Optional<SharedSync> sync;
  private final SqliteSessionMode mode;
  private boolean unwrapped;
  private boolean settled;
  private boolean sharing;

  private SqliteDurability(
      SQLiteConnection connection, Path file, SqliteSessionMode mode, Optional<SharedSync> sync) {
    this.connection = connection;
    this.file = file;
    this.mode = mode;
    this.sync = sync;
    this.settled = !mayShare();
  }

  /**
   * That of a session.
   *
   * @param sync the syncs of the file, asked for if the session has to do with them
   */
  static SqliteDurability of(
      SQLiteConnection connection,
      Path file,
      SqliteSessionMode mode,
      Supplier<Optional<SharedSync>> sync) {
    boolean wanted = mode.sharesSyncs() || mode.readsDurable();
    return new SqliteDurability(connection, file, mode, wanted ? sync.get() : Optional.empty());
  }

  private boolean mayShare() {
    return mode.sharesSyncs() && sync.isPresent();
  }

  /** Whether the level of the engine is the right one. */
  boolean isSettled() {
    return settled && (!sharing || sync.get().isUsable());
  }

  /** Gives the engine the right level. Outside of transactions only. */
  void settle() throws SQLException {
    boolean share = !unwrapped && mayShare() && sync.get().isUsable() && isClientsLevelFull();
    if (share != sharing) {
      setLevel(share ? NORMAL : FULL);
      sharing = share;
    }
    settled = true;
  }

  private boolean isClientsLevelFull() throws SQLException {
    return sharing
        || SqliteJournal.ask(connection, "PRAGMA main.synchronous").equals(String.valueOf(FULL));
  }

  private void setLevel(int level) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA main.synchronous = " + level);
    }
  }

  /** Whether who commits will wait for a sync, and so not write again at once. */
  boolean sharesSyncs() {
    return sharing;
  }

  /** What to run for a statement: one that asks for the level is told the client's. */
  String text(SqlStatement statement) {
    if (!sharing || statement.kind() != StatementKind.PRAGMA) {
      return statement.text();
    }
    PragmaStatement pragma = PragmaStatement.of(statement);
    return pragma != null && isLevel(pragma) && !pragma.hasValue()
        ? "SELECT " + FULL + " AS " + LEVEL
        : statement.text();
  }

  /** Learns that the client has given the engine a value. */
  void learn(PragmaStatement pragma) {
    if (isLevel(pragma)) {
      sharing = false;
      settled = !mayShare();
    }
  }

  private static boolean isLevel(PragmaStatement pragma) {
    return pragma.name().equals(LEVEL) && (pragma.schema() == null || pragma.schema().equals(MAIN));
  }

  /** Learns that the client has the native connection. */
  void unwrapped() {
    unwrapped = true;
    settled = !mayShare();
  }

  /**
   * Waits until what the session has committed is on disk, as far as its level asks for that.
   *
   * @throws SQLException with SQLState 58B01 when the disk failed
   */
  void await() throws SQLException {
    if (!sharing) {
      return;
    }
    try {
      sync.get().await();
    } catch (SyncFailedException e) {
      throw ErrorCode.DURABILITY_UNKNOWN.exception(
          "Committed, and not known whether it is on disk, as the disk failed: "
              + file
              + ". Look after the disk, then whether the transaction is there, before it is repeated",
          e);
    }
  }

  /**
   * Waits until what the session has just read is on disk, if it wants that. A row that others
   * share a sync for is visible before that, and before they have asked for the sync.
   *
   * @throws SQLException with SQLState 58030 when the disk failed
   */
  void awaitRead() throws SQLException {
    // After a failure everybody's commits are on disk before they can be read.
    if (!mode.readsDurable() || sync.isEmpty() || !sync.get().isUsable()) {
      return;
    }
    try {
      sync.get().await();
    } catch (SyncFailedException e) {
      throw ErrorCode.IO.exception(
          "What was read may not be on disk, as the disk failed: "
              + file
              + ". Look after the disk, then read again",
          e);
    }
  }
}
