package dev.bolt.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Why something could not be done to a file, in words. Stateless. */
final class Reasons {

  private Reasons() {}

  static String of(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "no permission: " + denied.getFile();
    }
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason() + ": " + failure.getFile()
        : String.valueOf(e.getMessage());
  }
}
