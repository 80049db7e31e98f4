package dev.bolt.sql;

/**
 * A single SQL statement, without the semicolon that ends it. Immutable.
 *
 * @param text the statement as the engine gets it
 * @param kind what it does
 * @param parameterCount the number of parameters it takes, as its engine counts them: in DuckDB the
 *     different numbers of {@code ?}, {@code ?n} and {@code $n} and the different names of {@code
 *     $name}; in SQLite the highest number of {@code ?} and {@code ?n}, where each different name
 *     of {@code $name}, {@code :name} and {@code @name} takes the next one
 */
public record SqlStatement(String text, StatementKind kind, int parameterCount) {}
