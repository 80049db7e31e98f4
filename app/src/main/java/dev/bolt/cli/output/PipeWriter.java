package dev.bolt.cli.output;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Writes large amounts and fails when nobody reads them any more, which a {@link PrintWriter} alone
 * keeps to itself.
 */
public final class PipeWriter extends BufferedWriter {

  private static final int BUFFER = 1 << 16;

  /** A writer in front of another one, which it does not close. */
  public PipeWriter(PrintWriter out) {
    super(new Checked(out), BUFFER);
  }

  private static final class Checked extends Writer {

    private final PrintWriter out;

    Checked(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      out.write(text, offset, length);
      flush();
    }

    @Override
    public void flush() throws IOException {
      if (out.checkError()) {
        throw new OutputClosedException();
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
