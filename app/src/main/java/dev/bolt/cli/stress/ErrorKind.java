package dev.bolt.cli.stress;

import java.sql.SQLException;

/**
 * Failures that count as the same.
 *
 * @param sqlState the SQLState, or {@code -----} when the driver gave none
 * @param text the beginning of the message, numbers replaced by {@code #}
 */
record ErrorKind(String sqlState, String text) {

  private static final String NO_STATE = "-----";
  private static final int TEXT_LENGTH = 100;

  static ErrorKind of(Exception failure) {
    String state = failure instanceof SQLException e ? e.getSQLState() : null;
    String message =
        failure.getMessage() == null || !(failure instanceof SQLException)
            ? failure.toString()
            : failure.getMessage();
    String text = message.strip().lines().findFirst().orElse("").replaceAll("[0-9]+", "#");
    return new ErrorKind(
        state == null || state.isBlank() ? NO_STATE : state.replace(' ', '_'),
        text.length() > TEXT_LENGTH ? text.substring(0, TEXT_LENGTH) + "…" : text);
  }
}
