package dev.bolt.cli.sql;

import dev.bolt.EngineKind;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import java.util.List;

/**
 * Gathers lines until they make whole statements. Confined to one thread.
 *
 * <p>Whether a semicolon ends a statement is known once something stands behind it: a mark is put
 * at the end, and where the split leaves the mark alone all before it is whole.
 */
final class StatementBuffer {

  private static final String MARK = "SELECT";

  private final EngineKind engine;
  private final StringBuilder pending = new StringBuilder();

  StatementBuffer(EngineKind engine) {
    this.engine = engine;
  }

  /** Adds a line and takes the statements that are whole now. */
  List<SqlStatement> add(String line) {
    pending.append(line).append('\n');
    if (line.indexOf(';') < 0) {
      return List.of();
    }
    List<SqlStatement> statements = Sql.split(pending + MARK, engine);
    SqlStatement last = statements.get(statements.size() - 1);
    pending.setLength(0);
    pending.append(last.text(), 0, last.text().length() - MARK.length());
    return statements.subList(0, statements.size() - 1);
  }

  /** Whether nothing but blanks and comments waits for its end. */
  boolean isBlank() {
    return Sql.split(pending.toString(), engine).isEmpty();
  }

  /** Takes what is left, as at the end of the text, where no semicolon is needed. */
  List<SqlStatement> finish() {
    List<SqlStatement> rest = Sql.split(pending.toString(), engine);
    pending.setLength(0);
    return rest;
  }
}
