package dev.bolt.cache;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/** What a key of a user may be. Stateless. */
final class Keys {

  static final int MAX_LENGTH = 1_024;

  private Keys() {}

  /**
   * Requires that a key may be one.
   *
   * @throws SQLException with SQLState 22023
   */
  static void require(String key) throws SQLException {
    if (key == null || key.isEmpty() || key.length() > MAX_LENGTH || !isText(key)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "A key is of 1 to "
              + MAX_LENGTH
              + " characters, none of them a control character or half of a pair, not "
              + (key == null ? "null" : "'" + key + "'"));
    }
  }

  // Every question for a value comes through here, so without a stream of code points.
  private static boolean isText(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (Character.isISOControl(c)) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == key.length() || !Character.isSurrogatePair(c, key.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
