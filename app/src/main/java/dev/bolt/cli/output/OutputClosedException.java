package dev.bolt.cli.output;

import java.io.IOException;

/** Whoever read the output does not read any more, as {@code head} does after its lines. */
public final class OutputClosedException extends IOException {

  private static final long serialVersionUID = 1;

  OutputClosedException() {
    super("the output was closed");
  }
}
