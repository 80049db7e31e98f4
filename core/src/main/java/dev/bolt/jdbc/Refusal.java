package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/** What the result sets of Bolt do not do, and what to do instead. */
final class Refusal {

  private Refusal() {}

  static SQLException update() {
    return ErrorCode.NOT_SUPPORTED.exception(
        "Rows of a result cannot be changed through it; run an INSERT, UPDATE or DELETE");
  }

  static SQLException navigation(String method) {
    return ErrorCode.NOT_SUPPORTED.exception(
        "A result is read forward only, so there is no " + method + "(); use next()");
  }

  static SQLException getter(String method, String instead) {
    return ErrorCode.NOT_SUPPORTED.exception(
        method + " is not supported by results of this engine; use " + instead);
  }
}
