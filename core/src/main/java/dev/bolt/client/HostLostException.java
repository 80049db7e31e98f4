package dev.bolt.client;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/**
 * A call that got no answer because the host left, died or fell silent, or none that counts,
 * because the host's engine failed for good. What it means for the client is decided above, by who
 * knows what may be repeated.
 */
public final class HostLostException extends SQLException {

  private static final long serialVersionUID = 1L;

  /** How far the call got. */
  public enum Progress {
    /** It was not executed and will not be. */
    NOT_EXECUTED,
    /** It was sent, and may have been executed before the host was gone. */
    UNKNOWN,
    /** It was sent to a host that lives but does not answer, and may yet be executed. */
    SILENT
  }

  private final transient Progress progress;

  HostLostException(Progress progress, String message, Throwable cause) {
    super(message, ErrorCode.CONNECTION_LOST.sqlState(), ErrorCode.CONNECTION_LOST.number(), cause);
    this.progress = progress;
  }

  /**
   * The loss of a host whose engine has failed for good.
   *
   * @param failure an error of the engine with the SQLState of {@link ErrorCode#ENGINE_FAILED}
   */
  public static HostLostException ofEngine(SQLException failure) {
    boolean begun = failure.getErrorCode() != ErrorCode.ENGINE_UNUSABLE.number();
    return new HostLostException(
        begun ? Progress.UNKNOWN : Progress.NOT_EXECUTED,
        "The engine that the database was open with has failed (" + failure.getMessage() + ")",
        failure);
  }

  /**
   * Whether it was in this very call that the engine of the host failed: it may do so again on the
   * next host.
   */
  public boolean engineFailed() {
    return progress == Progress.UNKNOWN
        && getCause() instanceof SQLException failure
        && ErrorCode.ENGINE_FAILED.is(failure)
        && failure.getErrorCode() != ErrorCode.ENGINE_FAILED_MEANWHILE.number();
  }

  /** What the engine's failure is to a client whose call did nothing. */
  public ErrorCode engineFailure() {
    boolean full =
        getCause() instanceof SQLException failure
            && failure.getErrorCode() == ErrorCode.ENGINE_FAILED_DISK_FULL.number();
    return full ? ErrorCode.DISK_FULL : ErrorCode.ENGINE_FAILED;
  }

  /** How far the call got. */
  public Progress progress() {
    return progress;
  }
}
