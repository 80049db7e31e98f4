package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.List;

/**
 * What a statement says about the transaction that it begins, or the savepoint it is about.
 *
 * @param access whether BEGIN asks for a read-only transaction (DuckDB)
 * @param locking when BEGIN takes the locks (SQLite)
 * @param savepoint the name in SAVEPOINT, RELEASE, ROLLBACK TO, without quotes; null for all others
 */
public record TransactionStatement(Access access, Locking locking, String savepoint) {

  /** What the transaction may do. */
  public enum Access {
    /** Only read. */
    READ_ONLY,
    /** Read and write. */
    READ_WRITE,
    /** The statement does not say. */
    UNSPECIFIED
  }

  /** When the transaction takes SQLite's locks. */
  public enum Locking {
    /** With the first statement that needs them. */
    DEFERRED,
    /** The write lock at once. */
    IMMEDIATE,
    /** The write lock at once, and outside of WAL mode readers are kept out too. */
    EXCLUSIVE,
    /** The statement does not say. */
    UNSPECIFIED
  }

  /** Reads a statement of a kind that begins or ends transactions or is about a savepoint. */
  public static TransactionStatement of(SqlStatement statement, EngineKind engine) {
    List<Token> tokens = Lexer.tokens(statement.text(), engine);
    String savepoint =
        switch (statement.kind()) {
          case SAVEPOINT, RELEASE, ROLLBACK_TO -> tokens.get(tokens.size() - 1).value();
          default -> null;
        };
    return new TransactionStatement(access(tokens), locking(new Words(tokens)), savepoint);
  }

  private static Access access(List<Token> tokens) {
    int last = tokens.size() - 1;
    if (last < 1 || !tokens.get(last - 1).is("READ")) {
      return Access.UNSPECIFIED;
    }
    return tokens.get(last).is("ONLY") ? Access.READ_ONLY : Access.READ_WRITE;
  }

  private static Locking locking(Words words) {
    words.take("BEGIN");
    for (Locking locking : Locking.values()) {
      if (words.at(locking.name())) {
        return locking;
      }
    }
    return Locking.UNSPECIFIED;
  }
}
