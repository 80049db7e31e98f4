package dev.bolt.similarity;

import java.util.Map;

/**
 * A vector that is like another. Immutable.
 *
 * @param id its name
 * @param similarity how like it is, by the {@link Metric} of the table
 * @param metadata what it was stored with; whole numbers come as {@link Long}, others as {@link
 *     Double}
 * @param contentHash the hash that it was stored with
 */
public record Match(
    String id, double similarity, Map<String, Object> metadata, String contentHash) {}
