package dev.bolt.cli.consistency;

import dev.bolt.cli.history.Event;
import dev.bolt.cli.history.History;
import dev.bolt.cli.history.ListOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A history that is written by hand. */
final class Script {

  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, List<ListOperation>> open = new HashMap<>();

  static ListOperation append(int key, long value) {
    return new ListOperation.Append(key, value);
  }

  static ListOperation read(int key, long... values) {
    return ListOperation.Read.of(key, Arrays.stream(values).boxed().toList());
  }

  /** A transaction begins. */
  Script begin(int process, ListOperation... operations) {
    open.put(process, List.of(operations));
    add(Event.Type.INVOKE, process);
    return this;
  }

  /** The transaction that a process has begun ends. */
  Script end(int process, Event.Type type) {
    add(type, process);
    return this;
  }

  Script commit(int process) {
    return end(process, Event.Type.OK);
  }

  private void add(Event.Type type, int process) {
    events.add(new Event(type, process, open.get(process), events.size()));
  }

  /** A transaction that nothing else overlaps. */
  Script run(int process, ListOperation... operations) {
    return begin(process, operations).commit(process);
  }

  History history() {
    return History.of(events);
  }

  /** What is wrong with it. */
  List<AnomalyKind> anomalies() {
    return findings().anomalies().stream().map(Anomaly::kind).toList();
  }

  Findings findings() {
    return ConsistencyCheck.of(history());
  }

  /** Transactions all of which overlap; each is done by the process of its position. */
  static Script concurrently(ListOperation[]... transactions) {
    Script script = new Script();
    for (int i = 0; i < transactions.length; i++) {
      script.begin(i, transactions[i]);
    }
    for (int i = 0; i < transactions.length; i++) {
      script.commit(i);
    }
    return script;
  }

  static ListOperation[] transaction(ListOperation... operations) {
    return operations;
  }
}
