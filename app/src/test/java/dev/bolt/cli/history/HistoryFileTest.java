package dev.bolt.cli.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.cli.history.ListOperation.Append;
import dev.bolt.cli.history.ListOperation.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class HistoryFileTest {

  private static final List<ListOperation> PLAN = List.of(new Append(5, 17), Read.of(6));
  private static final List<ListOperation> DONE =
      List.of(new Append(5, 17), Read.of(6, List.of(4L, 9L)));

  @TempDir Path folder;

  @Test
  void shouldWriteTheFormOfElle() {
    assertThat(EventLine.of(new Event(Event.Type.INVOKE, 3, PLAN, 12), 0))
        .isEqualTo(
            "{\"type\":\"invoke\",\"process\":3,\"f\":\"txn\","
                + "\"value\":[[\"append\",5,17],[\"r\",6,null]],\"index\":0,\"time\":12}");
    assertThat(EventLine.of(new Event(Event.Type.OK, 3, DONE, 15), 1))
        .isEqualTo(
            "{\"type\":\"ok\",\"process\":3,\"f\":\"txn\","
                + "\"value\":[[\"append\",5,17],[\"r\",6,[4,9]]],\"index\":1,\"time\":15}");
  }

  @Test
  void shouldReadWhatItWrote() {
    for (Event.Type type : Event.Type.values()) {
      Event event = new Event(type, 3, type == Event.Type.OK ? DONE : PLAN, 12);
      assertThat(EventLine.parse(EventLine.of(event, 0))).isEqualTo(event);
    }
  }

  @Test
  void shouldMergeTheClientsByTime() throws IOException {
    HistoryFolder parts = new HistoryFolder(folder, 3);
    try (ClientHistory one = parts.of(0);
        ClientHistory other = parts.of(2)) {
      one.invoked(PLAN);
      other.invoked(PLAN);
      other.rolledBack(PLAN);
      one.committed(DONE);
    }

    parts.merge(folder.resolve("all"));

    List<Event> events =
        Files.readAllLines(folder.resolve("all")).stream().map(EventLine::parse).toList();
    assertThat(events).extracting(Event::process).containsExactly(0, 2, 2, 0);
    assertThat(events).extracting(Event::time).isSorted().startsWith(0L);
    assertThat(Files.readAllLines(folder.resolve("all")).get(3)).contains("\"index\":3,");
    History history = History.read(folder.resolve("all"));
    assertThat(history.transactions())
        .extracting(Transaction::outcome)
        .containsExactly(Transaction.Outcome.COMMITTED, Transaction.Outcome.FAILED);
    assertThat(history.transactions().get(0).operations()).isEqualTo(DONE);
  }

  @Test
  void shouldGoOnAsAnotherProcessWhenAnOutcomeIsUnknown() throws IOException {
    HistoryFolder parts = new HistoryFolder(folder, 3);
    try (ClientHistory client = parts.of(1)) {
      client.invoked(PLAN);
      client.unknown(PLAN);
      client.invoked(PLAN);
      client.committed(DONE);
    }

    parts.merge(folder.resolve("all"));

    assertThat(History.read(folder.resolve("all")).transactions())
        .extracting(Transaction::process)
        .containsExactly(1, 4);
  }

  @Test
  void shouldGiveEachClientValuesOfItsOwn() {
    HistoryFolder parts = new HistoryFolder(folder, 3);
    ClientHistory client = parts.of(1);
    assertThat(List.of(client.newValue(), client.newValue(), parts.of(2).newValue()))
        .containsExactly(1L, 4L, 2L);
  }

  @Test
  void shouldPassOverTheLineThatAKilledProcessDidNotFinish() throws IOException {
    HistoryFolder parts = new HistoryFolder(folder, 1);
    try (ClientHistory client = parts.of(0)) {
      client.invoked(PLAN);
    }
    Path part = folder.resolve("history-0.json");
    Files.writeString(part, "{\"type\":\"ok\",\"proc", StandardOpenOption.APPEND);

    parts.merge(folder.resolve("all"));

    Transaction transaction = History.read(folder.resolve("all")).transactions().get(0);
    assertThat(transaction.outcome()).isEqualTo(Transaction.Outcome.UNKNOWN);
    assertThat(transaction.completed()).isEqualTo(Transaction.NEVER);
  }

  @Test
  void shouldNameTheLineThatIsNoEvent() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "{\"type\":\"ok\"}\n{}\n");
    assertThatThrownBy(() -> History.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ", line 1: an event without a value: {\"type\":\"ok\"}");
  }

  @Test
  void shouldRefuseAProcessThatGoesOnAfterAnUnknownOutcome() {
    Event begin = new Event(Event.Type.INVOKE, 1, PLAN, 0);
    Event end = new Event(Event.Type.INFO, 1, PLAN, 1);
    assertThatThrownBy(() -> History.of(List.of(begin, end, begin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "event 2: process 1 goes on although the outcome of its last transaction is unknown");
    assertThatThrownBy(() -> History.of(List.of(begin, end, end)))
        .hasMessage("event 2: process 1 ends what it has not begun");
  }
}
