package dev.bolt.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes part in a {@link SharingTest}, as the test sees it: it is told lines, and
 * answers each with one. Confined to one thread; another one, {@code bolt-trial-PID}, reads.
 */
final class TrialProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;
  private static final long END_SECONDS = 10;

  /** An answer, and the number of the line that it is the answer to. */
  private record Answer(long number, String text) {
    private static final Answer END = new Answer(Long.MAX_VALUE, "");

    private static Answer parse(String line) {
      int space = line.indexOf(' ');
      return new Answer(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
    }
  }

  private final Process process;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private long said;

  private TrialProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param java the command of a JVM with the classes of this one, without a main class
   */
  static TrialProcess start(List<String> java) throws TrialException {
    List<String> command = new ArrayList<>(java);
    command.add(TrialMain.class.getName());
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      TrialProcess trial = new TrialProcess(process);
      Thread reader = new Thread(trial::read, "bolt-trial-" + process.pid());
      reader.setDaemon(true);
      reader.start();
      return trial;
    } catch (IOException e) {
      throw new TrialException("no process can be started: " + e.getMessage(), e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(TrialMain.ANSWER)) {
          answers.add(Answer.parse(line.substring(TrialMain.ANSWER.length())));
        }
      }
    } catch (IOException e) {
      // As its end, for who waits for an answer.
      answers.add(Answer.END);
      return;
    }
    answers.add(Answer.END);
  }

  /** Tells it a line. */
  void say(String line) throws TrialException {
    said++;
    try {
      OutputStream input = process.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new TrialException("process " + process.pid() + " has ended", e);
    }
  }

  /** The answer to the last line; those to earlier ones that nobody has heard are left out. */
  String hear() throws TrialException, InterruptedException {
    while (true) {
      Answer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new TrialException(
            "process " + process.pid() + " has not answered for " + PATIENCE_SECONDS + " s");
      }
      if (answer == Answer.END) {
        answers.add(answer);
        throw new TrialException("process " + process.pid() + " has ended");
      }
      if (answer.number() == said) {
        return answer.text();
      }
    }
  }

  /** Whether it has not ended. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Tells it a line and returns the answer. */
  String ask(String line) throws TrialException, InterruptedException {
    say(line);
    return hear();
  }

  /** The same, and the answer has to be this one. */
  void require(String line, String wanted) throws TrialException, InterruptedException {
    String answer = ask(line);
    if (!answer.equals(wanted)) {
      throw new TrialException(answer);
    }
  }

  /** Ends it as SIGKILL does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it end by itself, and ends it by force if it does not. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
