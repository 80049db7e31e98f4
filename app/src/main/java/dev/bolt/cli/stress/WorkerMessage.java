package dev.bolt.cli.stress;

import dev.bolt.cli.workload.OperationKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What a worker tells its parent, each a line. */
sealed interface WorkerMessage {

  /** The line that says so; {@link #parse} is the inverse. */
  String line();

  /** The tables are there. */
  record Prepared() implements WorkerMessage {
    @Override
    public String line() {
      return "prepared";
    }
  }

  /** All clients have their connections and statements. */
  record Ready() implements WorkerMessage {
    @Override
    public String line() {
      return "ready";
    }
  }

  /** All clients have ended and closed. */
  record Done() implements WorkerMessage {
    @Override
    public String line() {
      return "done";
    }
  }

  /** The worker cannot go on. */
  record Failed(String message) implements WorkerMessage {
    @Override
    public String line() {
      return "failed " + message.replaceAll("\\s+", " ");
    }
  }

  /**
   * An operation was not acknowledged. Sent before the client goes on, so that it outlives the
   * worker.
   *
   * @param unknown whether the operation may nevertheless have been done
   */
  record Mishap(int client, long sequence, boolean unknown, ErrorKind error)
      implements WorkerMessage {
    @Override
    public String line() {
      return String.join(
          " ",
          "mishap",
          Integer.toString(client),
          Long.toString(sequence),
          Boolean.toString(unknown),
          error.sqlState(),
          error.text());
    }
  }

  /** Operations that succeeded since the last such message, by their nanoseconds. */
  record Latencies(OperationKind kind, Histogram histogram) implements WorkerMessage {
    @Override
    public String line() {
      ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
      int length = histogram.encodeIntoCompressedByteBuffer(bytes);
      String text = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
      return "latencies " + kind + " " + text;
    }
  }

  /** Conflicts that were repeated since the last such message. */
  record Retries(OperationKind kind, long count) implements WorkerMessage {
    @Override
    public String line() {
      return "retries " + kind + " " + count;
    }
  }

  /**
   * The message of a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static WorkerMessage parse(String line) {
    String[] words = line.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "prepared" -> new Prepared();
      case "ready" -> new Ready();
      case "done" -> new Done();
      case "failed" -> new Failed(rest);
      case "mishap" -> parseMishap(rest);
      case "latencies" -> parseLatencies(rest);
      case "retries" -> parseRetries(rest);
      default -> throw new IllegalArgumentException("not a message of a worker: " + line);
    };
  }

  private static Mishap parseMishap(String text) {
    String[] words = text.split(" ", 5);
    return new Mishap(
        Integer.parseInt(words[0]),
        Long.parseLong(words[1]),
        Boolean.parseBoolean(words[2]),
        new ErrorKind(words[3], words[4]));
  }

  private static Latencies parseLatencies(String text) {
    String[] words = text.split(" ");
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(words[1]));
    try {
      Histogram histogram = LatencyRange.decode(bytes);
      return new Latencies(OperationKind.valueOf(words[0]), histogram);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not a histogram: " + e.getMessage(), e);
    }
  }

  private static Retries parseRetries(String text) {
    String[] words = text.split(" ");
    return new Retries(OperationKind.valueOf(words[0]), Long.parseLong(words[1]));
  }
}
