package dev.bolt.sql;

/**
 * A single SQL statement, without the semicolon that ends it. Immutable.
 *
 * @param text the statement as the engine gets it
 * @param kind what it does
 * @param parameterCount the number of parameters it takes: the highest number of {@code ?}, {@code
 *     ?n} and {@code $n}, plus one for each distinct name of {@code $name}, {@code :name} and
 *     {@code @name}
 */
public record SqlStatement(String text, StatementKind kind, int parameterCount) {}
