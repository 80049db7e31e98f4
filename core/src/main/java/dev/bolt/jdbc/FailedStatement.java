package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Says which statement of a text failed. */
final class FailedStatement {
  private static final int SHOWN = 60;

  private FailedStatement() {}

  /**
   * The failure with the number and the first words of its statement, where there are several; of
   * the same SQLState and class.
   */
  static SQLException of(SQLException failure, List<SqlStatement> statements, int index) {
    if (statements.size() == 1) {
      return failure;
    }
    String message =
        "Statement %d of %d (%s) failed%s: %s"
            .formatted(
                index + 1,
                statements.size(),
                firstWords(statements.get(index).text()),
                index == 0 ? "" : ", those before it have run",
                failure.getMessage());
    return codeOf(failure).exception(message, failure.getErrorCode(), failure);
  }

  private static String firstWords(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  private static ErrorCode codeOf(SQLException failure) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.is(failure))
        .filter(code -> code.exception("").getClass() == failure.getClass())
        .findFirst()
        .orElse(ErrorCode.ENGINE);
  }
}
