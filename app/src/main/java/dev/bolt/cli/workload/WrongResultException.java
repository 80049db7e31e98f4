package dev.bolt.cli.workload;

import java.sql.SQLException;

/** A statement succeeded and its result is wrong. */
public final class WrongResultException extends SQLException {

  private static final long serialVersionUID = 1;

  WrongResultException(String message) {
    super("wrong result: " + message, "XX002");
  }
}
