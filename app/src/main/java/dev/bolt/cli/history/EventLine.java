package dev.bolt.cli.history;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An event as a line of JSON. Stateless.
 *
 * <pre>
 *   {"type":"ok","process":3,"f":"txn","value":[["append",5,17],["r",6,[4,9]]],"index":8,"time":12}
 * </pre>
 *
 * What a read will give is {@code null}.
 */
final class EventLine {

  private static final String APPEND = "append";
  private static final String READ = "r";

  private EventLine() {}

  /** The line, without its end. */
  static String of(Event event, long index) {
    StringBuilder line = new StringBuilder();
    line.append("{\"type\":\"").append(event.type().label());
    line.append("\",\"process\":").append(event.process());
    line.append(",\"f\":\"txn\",\"value\":[");
    String separator = "";
    for (ListOperation operation : event.operations()) {
      line.append(separator);
      write(operation, line);
      separator = ",";
    }
    line.append("],\"index\":").append(index);
    return line.append(",\"time\":").append(event.time()).append('}').toString();
  }

  private static void write(ListOperation operation, StringBuilder line) {
    if (operation instanceof ListOperation.Append append) {
      line.append("[\"append\",").append(append.key()).append(',').append(append.value());
    } else if (operation instanceof ListOperation.Read read) {
      line.append("[\"r\",").append(read.key()).append(',');
      line.append(read.values().map(values -> values.toString().replace(" ", "")).orElse("null"));
    }
    line.append(']');
  }

  /**
   * The event of a line; other members than these are passed over.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Event parse(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      List<ListOperation> operations = new ArrayList<>();
      for (JsonElement operation : member(json, "value").getAsJsonArray()) {
        operations.add(operation(operation.getAsJsonArray()));
      }
      return new Event(
          Event.Type.ofLabel(member(json, "type").getAsString()),
          member(json, "process").getAsInt(),
          operations,
          member(json, "time").getAsLong());
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException("not an event of a history: " + line, e);
    }
  }

  private static JsonElement member(JsonObject json, String name) {
    return Optional.ofNullable(json.get(name))
        .orElseThrow(
            () -> new IllegalArgumentException("an event without a " + name + ": " + json));
  }

  private static ListOperation operation(JsonArray json) {
    int key = json.get(1).getAsInt();
    JsonElement argument = json.get(2);
    return switch (json.get(0).getAsString()) {
      case APPEND -> new ListOperation.Append(key, argument.getAsLong());
      case READ ->
          argument.isJsonNull()
              ? ListOperation.Read.of(key)
              : ListOperation.Read.of(key, values(argument));
      default -> throw new IllegalArgumentException("neither append nor r: " + json);
    };
  }

  private static List<Long> values(JsonElement json) {
    return json.getAsJsonArray().asList().stream().map(JsonElement::getAsLong).toList();
  }
}
