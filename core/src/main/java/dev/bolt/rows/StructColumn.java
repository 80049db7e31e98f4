package dev.bolt.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * Structures and unions: a column for each attribute, as long as this one. The first attribute of a
 * union is its tag.
 */
public final class StructColumn extends Column {

  private final String typeName;
  private final List<String> names;
  private final List<Column> attributes;

  /**
   * A column over its attributes.
   *
   * @param typeName the engine's name of the structure's type
   * @param names the name of each attribute
   * @param attributes a column of {@code rows} rows for each
   */
  public StructColumn(
      ColumnType type,
      Nulls nulls,
      int rows,
      String typeName,
      List<String> names,
      List<Column> attributes) {
    super(type, nulls, rows);
    this.typeName = typeName;
    this.names = List.copyOf(names);
    this.attributes = List.copyOf(attributes);
  }

  /** The engine's name of the structure's type. */
  public String typeName() {
    return typeName;
  }

  /** The names of the attributes. */
  public List<String> names() {
    return names;
  }

  /** A column for each attribute. */
  public List<Column> attributes() {
    return attributes;
  }

  @Override
  public long approximateBytes() {
    long bytes = nulls().approximateBytes();
    for (Column attribute : attributes) {
      bytes += attribute.approximateBytes();
    }
    return bytes;
  }

  @Override
  public Column slice(int from, int to) {
    List<Column> parts = attributes.stream().map(column -> column.slice(from, to)).toList();
    return new StructColumn(type(), nulls().slice(from, to), to - from, typeName, names, parts);
  }

  @Override
  Column concat(List<Column> all, int rows) {
    List<Column> joined = new ArrayList<>();
    for (int i = 0; i < attributes.size(); i++) {
      int index = i;
      joined.add(
          Column.concat(
              all.stream().map(part -> ((StructColumn) part).attributes.get(index)).toList()));
    }
    return new StructColumn(type(), Nulls.concat(all, rows), rows, typeName, names, joined);
  }
}
