package dev.bolt.client;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/**
 * A call that got no answer because the host left, died or fell silent. What it means for the
 * client is decided above, by who knows what may be repeated.
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

  /** How far the call got. */
  public Progress progress() {
    return progress;
  }
}
