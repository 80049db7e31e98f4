package dev.bolt.rows;

import java.sql.SQLException;

/**
 * Where the value of a union or a variant is: in a row of another column.
 *
 * @param column the column
 * @param row the row in it
 */
record Member(Column column, int row) {

  /** Whether values of a type are members of another column. */
  static boolean isOf(ColumnType type) {
    return type == ColumnType.UNION || type == ColumnType.VARIANT;
  }

  /** The member that a row of a union or a variant, which is not null, consists of. */
  static Member of(Column column, int row) {
    if (column instanceof VariantColumn variant) {
      return new Member(variant.cell(row), 0);
    }
    StructColumn union = (StructColumn) column;
    int tag = Byte.toUnsignedInt(((FixedColumn) union.attributes().get(0)).byteAt(row));
    return new Member(union.attributes().get(1 + tag), row);
  }

  boolean isNull() {
    return column.isNull(row);
  }

  /** Refuses a member that is null where a value is asked for that cannot be. */
  Member required(String target) throws SQLException {
    if (isNull()) {
      throw Conversion.impossible(column, target);
    }
    return this;
  }
}
