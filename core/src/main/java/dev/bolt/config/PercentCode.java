package dev.bolt.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** {@code %XX} in URLs. Stateless. */
final class PercentCode {

  private PercentCode() {}

  /** The text with each {@code %XX} replaced by what its bytes mean in UTF-8. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int plainStart = 0;
    int at = 0;
    while (at < text.length()) {
      if (isCode(text, at)) {
        bytes.writeBytes(text.substring(plainStart, at).getBytes(StandardCharsets.UTF_8));
        bytes.write(Integer.parseInt(text, at + 1, at + 3, 16));
        at += 3;
        plainStart = at;
      } else {
        at++;
      }
    }
    bytes.writeBytes(text.substring(plainStart).getBytes(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isCode(String text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }
}
