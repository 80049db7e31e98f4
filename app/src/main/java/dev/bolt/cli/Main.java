package dev.bolt.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The program {@code bolt}. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its status: 0 good, 1 bad, 2 wrong usage. */
  public static void main(String[] arguments) {
    CommandLine bolt =
        BoltCommand.commandLine(writer(FileDescriptor.out), writer(FileDescriptor.err));
    int status = bolt.execute(arguments);
    bolt.getOut().flush();
    bolt.getErr().flush();
    System.exit(status);
  }

  // UTF-8 whatever the locale: results hold any text, and pipes and files have no locale.
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }
}
