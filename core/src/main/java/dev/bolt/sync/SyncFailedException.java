package dev.bolt.sync;

import java.io.IOException;

/**
 * A sync failed that was to cover a commit, which is written and visible, and may be gone after a
 * power cut.
 */
public final class SyncFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  SyncFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
