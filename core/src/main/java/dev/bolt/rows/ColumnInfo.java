package dev.bolt.rows;

/**
 * What {@link java.sql.ResultSetMetaData} says of one column, as the engine's own driver said it.
 *
 * @param label the name to show
 * @param name the name in its table
 * @param typeName the engine's name of the type, with its parameters
 * @param sqlType a constant of {@link java.sql.Types}
 * @param className the class of {@code getObject}
 * @param precision the precision, 0 where it does not apply
 * @param scale the scale, 0 where it does not apply
 * @param displaySize the width in characters
 * @param nullable a {@code columnNullable…} constant of {@link java.sql.ResultSetMetaData}
 * @param flags {@link #AUTO_INCREMENT} and its siblings, or-ed
 * @param schema the schema of the table, or an empty string
 * @param table the table, or an empty string
 * @param catalog the catalog of the table, or an empty string
 */
public record ColumnInfo(
    String label,
    String name,
    String typeName,
    int sqlType,
    String className,
    int precision,
    int scale,
    int displaySize,
    int nullable,
    int flags,
    String schema,
    String table,
    String catalog) {

  public static final int AUTO_INCREMENT = 1;
  public static final int CASE_SENSITIVE = 1 << 1;
  public static final int SEARCHABLE = 1 << 2;
  public static final int CURRENCY = 1 << 3;
  public static final int SIGNED = 1 << 4;
  public static final int READ_ONLY = 1 << 5;
  public static final int WRITABLE = 1 << 6;
  public static final int DEFINITELY_WRITABLE = 1 << 7;

  /** Whether a flag is set. */
  public boolean is(int flag) {
    return (flags & flag) != 0;
  }
}
