package dev.bolt.cli.agents;

import dev.bolt.database.ConcurrentDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables that the agents work on. Stateless. */
final class AgentTables {
  static final int FACTS = 1_000;
  static final int COUNTERS = 64;

  private AgentTables() {}

  static void create(ConcurrentDatabase db) throws SQLException {
    drop(db);
    db.execute("CREATE TABLE bolt_agents_facts (id BIGINT PRIMARY KEY, body VARCHAR)");
    db.execute("CREATE TABLE bolt_agents_counters (id BIGINT PRIMARY KEY, n BIGINT)");
    db.execute("CREATE TABLE bolt_agents_work (agent VARCHAR, n BIGINT, PRIMARY KEY (agent, n))");
    db.batch("INSERT INTO bolt_agents_facts VALUES (?, ?)", rows(FACTS, "a fact"));
    db.batch("INSERT INTO bolt_agents_counters VALUES (?, ?)", rows(COUNTERS, 0L));
  }

  private static List<Object[]> rows(int count, Object value) {
    List<Object[]> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      rows.add(new Object[] {i, value});
    }
    return rows;
  }

  static void drop(ConcurrentDatabase db) throws SQLException {
    for (String table : List.of("facts", "counters", "work")) {
      db.execute("DROP TABLE IF EXISTS bolt_agents_" + table);
    }
  }

  /**
   * What is in the tables that should not be, or is not, in a sentence; empty when all is right.
   */
  static String difference(ConcurrentDatabase db, AgentFigures acknowledged) throws SQLException {
    long inserts = number(db, "SELECT count(*) FROM bolt_agents_work");
    long updates = number(db, "SELECT CAST(sum(n) AS BIGINT) FROM bolt_agents_counters");
    return inserts == acknowledged.inserts() && updates == acknowledged.updates()
        ? ""
        : inserts
            + " rows and "
            + updates
            + " updates are there; "
            + acknowledged.inserts()
            + " and "
            + acknowledged.updates()
            + " were acknowledged";
  }

  private static long number(ConcurrentDatabase db, String query) throws SQLException {
    return db.query(query).get(0).getLong(0);
  }
}
