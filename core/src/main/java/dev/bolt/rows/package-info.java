/**
 * Results in columns: typed chunks of rows, what they are called, and every JDBC conversion on
 * them.
 *
 * <p>Hosted engines hand out their results in this form, in the host and in the joined processes,
 * so that a getter is written once. Nothing here knows a connection; no class owns a thread.
 *
 * <p>The getters return what DuckDB's own driver returns, but for the better where that one cannot
 * be followed:
 *
 * <ul>
 *   <li>What makes it throw an unchecked exception is an {@link java.sql.SQLException} here.
 *   <li>An {@code OffsetDateTime} is the right instant also within hours of a change of the clocks.
 *   <li>A {@code LocalDate} before the year 1 keeps its sign.
 *   <li>{@code getObject} reads every type as {@code String} and {@code Object}, and blobs, arrays
 *       and instants as what they are.
 *   <li>Arrays stay valid after their result, and their parts and rows can be read.
 *   <li>Lists of floats and doubles are written with the fewest digits that are read as the same
 *       number; the engine writes a few longer, and a few powers of two wrongly.
 *   <li>The metadata names {@code java.sql.Array}, {@code Struct} and {@code Blob} as the classes
 *       of such values, not the driver's implementations.
 * </ul>
 */
package dev.bolt.rows;
