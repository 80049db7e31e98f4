package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks that a call fails as it should. */
final class SqlStates {

  private SqlStates() {}

  static SQLException assertFails(ErrorCode code, ThrowingCallable call) {
    SQLException failure = catchThrowableOfType(SQLException.class, call);
    assertThat((Throwable) failure).as("failure with %s", code).isNotNull();
    assertThat(failure.getSQLState()).as("SQLState of %s", failure).isEqualTo(code.sqlState());
    return failure;
  }
}
