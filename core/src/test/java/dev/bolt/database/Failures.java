package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks that a call fails as it should. */
public final class Failures {

  private Failures() {}

  /** The message of the failure. */
  public static String assertFails(ErrorCode code, ThrowingCallable call) {
    SQLException failure = catchThrowableOfType(SQLException.class, call);
    assertThat((Throwable) failure).as("failure with %s", code).isNotNull();
    assertThat(ErrorCode.of(failure)).as("code of %s", failure).contains(code);
    return failure.getMessage();
  }
}
