package dev.bolt.cli.backup;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.engine.HiddenSchema;
import dev.bolt.node.CurrentHost;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A copy of a database as one transaction sees it, while others go on to write.
 *
 * <p>The engine writes it beside the target; it gets its name when it is whole and on disk, so
 * there is never half a copy under that name. Confined to one thread.
 */
public final class Backup {

  private final DatabaseId source;
  private final Path target;
  private final boolean replace;

  /**
   * A copy to be made.
   *
   * @param target where to
   * @param replace whether a file that is there may be replaced
   */
  public Backup(DatabaseId source, Path target, boolean replace) {
    this.source = source;
    this.target = target.toAbsolutePath().normalize();
    this.replace = replace;
  }

  /**
   * Says why the copy cannot be made, before anything is opened.
   *
   * @throws SQLException with SQLState 08001 when there is nothing to copy, or no room for the name
   */
  public void requirePossible() throws SQLException, IOException {
    if (!Files.isRegularFile(source.file())) {
      throw ErrorCode.CANNOT_OPEN.exception("there is no database file " + source.file());
    }
    if (!Files.isDirectory(target.getParent())) {
      throw ErrorCode.CANNOT_OPEN.exception("there is no folder " + target.getParent());
    }
    if (Files.exists(target)) {
      requireReplaceable();
    }
  }

  private void requireReplaceable() throws SQLException, IOException {
    if (Files.isSameFile(source.file(), target)) {
      throw ErrorCode.CANNOT_OPEN.exception("a database cannot be copied onto itself");
    }
    if (!replace) {
      throw ErrorCode.CANNOT_OPEN.exception(target + " exists already; --force replaces it");
    }
    Optional<ProcessIdentity> host = CurrentHost.of(DatabaseId.of(target));
    if (host.isPresent()) {
      throw ErrorCode.CANNOT_OPEN.exception(
          target + " is in use by " + host.get().describe() + "; end that first");
    }
  }

  /**
   * Makes the copy.
   *
   * @param connection a connection with the source in auto-commit mode
   * @return the size of the copy in bytes
   */
  public long run(Connection connection, EngineKind engine) throws SQLException, IOException {
    Path partial =
        target.resolveSibling(
            "." + target.getFileName() + ".partial-" + ProcessHandle.current().pid());
    try {
      copy(connection, engine, partial);
      try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      return Files.size(target);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void copy(Connection connection, EngineKind engine, Path partial)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (engine == EngineKind.SQLITE) {
        statement.execute("VACUUM INTO " + quote(partial.toString(), '\''));
      } else {
        copyAttached(statement, partial);
      }
    }
  }

  // An attached database is seen by all sessions of the host: its name must be nobody else's.
  private static void copyAttached(Statement statement, Path partial) throws SQLException {
    String alias = "bolt_backup_" + ProcessHandle.current().pid();
    String source = quote(currentDatabase(statement), '"');
    statement.execute("ATTACH " + quote(partial.toString(), '\'') + " AS " + alias);
    try {
      statement.execute("COPY FROM DATABASE " + source + " TO " + alias);
      // What became of the writes of running processes is nobody's question to a copy.
      statement.execute("DROP SCHEMA IF EXISTS " + alias + "." + HiddenSchema.NAME + " CASCADE");
    } finally {
      statement.execute("DETACH " + alias);
    }
  }

  private static String currentDatabase(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT current_database()")) {
      row.next();
      return row.getString(1);
    }
  }

  private static String quote(String text, char quote) {
    String one = String.valueOf(quote);
    return one + text.replace(one, one + one) + one;
  }
}
