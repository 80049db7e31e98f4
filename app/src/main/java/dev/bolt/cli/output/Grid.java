package dev.bolt.cli.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An aligned table, written block by block.
 *
 * <p>The columns are as wide as the widest cell of the blocks so far: a result of one block is
 * perfectly aligned, and a long one needs the memory of a block.
 */
public final class Grid {

  private static final int BLOCK_ROWS = 1000;
  private static final int BLOCK_CHARACTERS = 1_000_000;
  private static final int LEAST_COLUMN = 8;
  private static final String SEPARATOR = " | ";

  private final Appendable out;
  private final List<Column> columns;
  private final int maxWidth;
  private final List<String[]> block = new ArrayList<>();
  private final int[] widths;
  private int blockCharacters;
  private boolean headWritten;

  /**
   * A column.
   *
   * @param name its head
   * @param right whether its cells are aligned on the right, as numbers are
   */
  public record Column(String name, boolean right) {

    public Column {
      name = DisplayText.oneLine(name);
    }
  }

  /**
   * An empty table.
   *
   * @param maxWidth the width of the terminal, to which cells are shortened, or 0 for no bound
   */
  public Grid(Appendable out, List<Column> columns, int maxWidth) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.maxWidth = maxWidth;
    widths = columns.stream().mapToInt(column -> DisplayText.width(column.name())).toArray();
  }

  /** Adds a row with a cell for each column. */
  public void row(String... cells) throws IOException {
    String[] visible = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      visible[i] = shorten(DisplayText.oneLine(cells[i]));
      blockCharacters += visible[i].length();
    }
    block.add(visible);
    if (block.size() >= BLOCK_ROWS || blockCharacters >= BLOCK_CHARACTERS) {
      flush();
    }
  }

  // No cell is ever wider than the whole table may be; how much less is known with the block.
  private String shorten(String cell) {
    return maxWidth > 0 ? DisplayText.fit(cell, maxWidth) : cell;
  }

  /** Writes what has not been written; an empty table still has its head. */
  public void flush() throws IOException {
    for (String[] row : block) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], DisplayText.width(row[i]));
      }
    }
    int[] shown = ColumnWidths.fit(widths, maxWidth, SEPARATOR.length(), LEAST_COLUMN);
    if (!headWritten) {
      writeHead(shown);
      headWritten = true;
    }
    for (String[] row : block) {
      writeRow(row, shown);
    }
    block.clear();
    blockCharacters = 0;
  }

  private void writeHead(int[] shown) throws IOException {
    writeRow(columns.stream().map(Column::name).toArray(String[]::new), shown);
    for (int i = 0; i < shown.length; i++) {
      out.append(i == 0 ? "" : "-+-").append("-".repeat(shown[i]));
    }
    out.append('\n');
  }

  private void writeRow(String[] cells, int[] shown) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String cell = DisplayText.fit(cells[i], Math.max(1, shown[i]));
      String padding = " ".repeat(Math.max(0, shown[i] - DisplayText.width(cell)));
      boolean right = columns.get(i).right();
      line.append(i == 0 ? "" : SEPARATOR);
      line.append(right ? padding : "").append(cell).append(right ? "" : padding);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
