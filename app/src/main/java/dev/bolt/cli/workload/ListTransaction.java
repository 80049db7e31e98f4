package dev.bolt.cli.workload;

import dev.bolt.cli.history.ClientHistory;
import dev.bolt.cli.history.ListOperation;
import dev.bolt.cli.history.ListOperation.Append;
import dev.bolt.cli.history.ListOperation.Read;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs transactions on {@link Tables#LISTS} and writes down what became of them.
 *
 * <p>A single step runs in auto-commit, and reads alone run in a read-only transaction where the
 * driver has such ones: both are other ways through a driver than a transaction that writes.
 */
final class ListTransaction implements AutoCloseable {

  private static final String CONFLICT = "40001";
  private static final String OUTCOME_UNKNOWN = "08007";
  private static final String END_OF_VALUE = ",";

  private final Connection connection;
  private final ClientHistory history;
  private final boolean knowsReadOnly;
  private final PreparedStatement select;
  private final PreparedStatement append;
  private boolean commitBegun;

  ListTransaction(Connection connection, ClientHistory history) throws SQLException {
    this.connection = connection;
    this.history = history;
    knowsReadOnly = knowsReadOnly(connection);
    select = connection.prepareStatement("SELECT elements FROM " + Tables.LISTS + " WHERE id = ?");
    append =
        connection.prepareStatement(
            "UPDATE " + Tables.LISTS + " SET elements = elements || ? WHERE id = ?");
  }

  private static boolean knowsReadOnly(Connection connection) {
    try {
      connection.setReadOnly(true);
      connection.setReadOnly(false);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  /** Runs one; when this returns it was acknowledged. */
  void run(List<ListOperation> plan) throws SQLException {
    history.invoked(plan);
    List<ListOperation> done;
    try {
      done = plan.size() == 1 ? runAlone(plan.get(0)) : runTogether(plan);
    } catch (SQLException | RuntimeException e) {
      rollBack(e);
      if (isRolledBack(e)) {
        history.rolledBack(plan);
      } else {
        history.unknown(plan);
      }
      throw e;
    }
    history.committed(done);
  }

  private List<ListOperation> runAlone(ListOperation operation) throws SQLException {
    commitBegun = operation instanceof Append;
    return List.of(run(operation));
  }

  private List<ListOperation> runTogether(List<ListOperation> plan) throws SQLException {
    commitBegun = false;
    boolean readOnly = knowsReadOnly && plan.stream().allMatch(Read.class::isInstance);
    if (readOnly) {
      connection.setReadOnly(true);
    }
    connection.setAutoCommit(false);
    List<ListOperation> done = new ArrayList<>();
    for (ListOperation operation : plan) {
      done.add(run(operation));
    }
    commitBegun = true;
    connection.commit();
    connection.setAutoCommit(true);
    if (readOnly) {
      connection.setReadOnly(false);
    }
    return done;
  }

  private ListOperation run(ListOperation operation) throws SQLException {
    if (operation instanceof Append step) {
      append.setString(1, step.value() + END_OF_VALUE);
      append.setInt(2, step.key());
      int changed = append.executeUpdate();
      if (changed != 1) {
        throw new WrongResultException("an append to one list changed " + changed + " rows");
      }
      return step;
    }
    return read(operation.key());
  }

  private Read read(int key) throws SQLException {
    select.setInt(1, key);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new WrongResultException("a list that must be there was not found");
      }
      return Read.of(key, values(row.getString(1)));
    }
  }

  private static List<Long> values(String elements) {
    return elements.isEmpty()
        ? List.of()
        : Arrays.stream(elements.split(END_OF_VALUE)).map(Long::valueOf).toList();
  }

  /** Whether nothing of a failed transaction can ever be seen. */
  private boolean isRolledBack(Exception failure) {
    if (!(failure instanceof SQLException e)) {
      return false;
    }
    return CONFLICT.equals(e.getSQLState())
        || !commitBegun && !OUTCOME_UNKNOWN.equals(e.getSQLState());
  }

  private void rollBack(Exception failure) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      if (knowsReadOnly) {
        connection.setReadOnly(false);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws SQLException {
    try (select;
        append) {
      // Both are closed, the second one also when the first fails.
    }
  }
}
