package dev.bolt.client;

import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ShapeCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.rows.RowShape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shapes of results that came before, so that the host need not send them again: a request
 * names the shape that its statement had last. Confined to the session.
 */
final class KnownShapes {

  private static final int CAPACITY = 64;

  private record Known(RowShape shape, long fingerprint) {}

  private final Map<String, Known> bySql =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > CAPACITY;
        }
      };

  /** The fingerprint of the shape that a statement had last, or 0. */
  long fingerprint(String sql) {
    Known known = bySql.get(sql);
    return known == null ? 0 : known.fingerprint();
  }

  /** Reads the shape from an answer, or takes the known one if the answer says so. */
  RowShape read(String sql, WireReader in) throws ProtocolException {
    if (in.readBoolean()) {
      Known known = bySql.get(sql);
      if (known == null) {
        throw new ProtocolException("The host takes a shape for known that is not");
      }
      return known.shape();
    }
    RowShape shape = ShapeCodec.read(in);
    bySql.put(sql, new Known(shape, shape.fingerprint()));
    return shape;
  }
}
