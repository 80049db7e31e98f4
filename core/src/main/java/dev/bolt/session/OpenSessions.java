package dev.bolt.session;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The sessions of a manager that are open, by their names. Thread-safe. */
final class OpenSessions {
  private static final int NAMED_IN_MESSAGES = 3;

  private final Map<String, DatabaseSession> byName = new ConcurrentHashMap<>();

  /**
   * Adds a session.
   *
   * @throws SQLException with SQLState 42P07 when another one has its name
   */
  void add(DatabaseSession session) throws SQLException {
    DatabaseSession other = byName.putIfAbsent(session.name(), session);
    if (other != null && other.expireIfDue()) {
      other = byName.putIfAbsent(session.name(), session);
    }
    if (other != null) {
      throw ErrorCode.DUPLICATE_OBJECT.exception(
          "A session of this name is open: "
              + other.info()
              + ". Close it, or take another name for another one");
    }
  }

  void remove(DatabaseSession session) {
    byName.remove(session.name(), session);
  }

  int size() {
    return byName.size();
  }

  List<DatabaseSession> all() {
    return List.copyOf(byName.values());
  }

  /** Those that nobody has used for the longest time, in words. */
  String idlest() {
    return byName.values().stream()
        .map(DatabaseSession::info)
        .filter(info -> info.transaction().isEmpty())
        .sorted(Comparator.comparing(SessionInfo::idle).reversed())
        .limit(NAMED_IN_MESSAGES)
        .map(SessionInfo::toString)
        .collect(Collectors.joining("; "));
  }
}
