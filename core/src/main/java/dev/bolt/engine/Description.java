package dev.bolt.engine;

import dev.bolt.rows.ParameterInfo;
import dev.bolt.rows.RowShape;
import java.util.List;

/**
 * What an engine says of a statement before it runs.
 *
 * @param parameters its parameters, in order
 * @param shape the columns of its result; null where it returns none or the engine cannot tell
 */
public record Description(List<ParameterInfo> parameters, RowShape shape) {
  public Description {
    parameters = List.copyOf(parameters);
  }
}
