package dev.bolt.cli.workload;

import dev.bolt.cli.history.ListOperation;
import dev.bolt.cli.history.ListOperation.Append;
import dev.bolt.cli.history.ListOperation.Read;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction of one to four steps, each of which reads a list or appends to one.
 *
 * <p>What it does is fixed by the client and the sequence number, but for the values and, as time
 * goes on, the lists: a repetition is another transaction, which appends other values.
 */
final class ListWork implements Operation {

  private static final int MOST_STEPS = 4;

  private final int client;
  private final ListClient lists;
  private final ListTransaction transaction;

  ListWork(Connection connection, int client, ListClient lists) throws SQLException {
    this.client = client;
    this.lists = lists;
    transaction = new ListTransaction(connection, lists.history());
  }

  @Override
  public void run(long sequence) throws SQLException {
    ListKeys keys = ListKeys.after(lists.done().getAsLong());
    int steps = 1 + Draw.STEPS.below(MOST_STEPS, client, sequence);
    List<ListOperation> plan = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      long step = sequence * MOST_STEPS + i;
      int key = keys.key(Draw.LIST.below(ListKeys.COUNT, client, step));
      boolean reads = Draw.READS.below(2, client, step) == 0;
      plan.add(reads ? Read.of(key) : new Append(key, lists.history().newValue()));
    }
    transaction.run(plan);
  }

  @Override
  public void close() throws SQLException {
    transaction.close();
  }
}
