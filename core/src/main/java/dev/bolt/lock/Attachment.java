package dev.bolt.lock;

import dev.bolt.ErrorCode;
import dev.bolt.election.SlotLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The place of a manager at the table that is valid now. Its section is guarded by the monitor of
 * the {@link CurrentTable}; all else is immutable.
 *
 * @param folder the folder of the table
 * @param file the table and its file
 * @param slot the place in it
 * @param section the way to change it
 */
record Attachment(Path folder, TableFile file, SlotLock slot, Section section) {

  /**
   * Takes a place.
   *
   * @throws SQLException with SQLState 53400 when all are taken, 08001 when files cannot be used
   */
  static Attachment open(LockFolder home) throws SQLException {
    try {
      return at(home.open(), null);
    } catch (IOException e) {
      throw cannot(home, e);
    }
  }

  /** The place at the table that is valid now, in the same slot if that is possible. */
  Attachment again(LockFolder home) throws SQLException {
    try {
      Path now = home.open();
      if (slot.renew()) {
        return at(now, slot);
      }
      Attachment other = at(now, null);
      slot.close();
      return other;
    } catch (IOException e) {
      throw cannot(home, e);
    }
  }

  private static Attachment at(Path folder, SlotLock kept) throws IOException, SQLException {
    TableFile file = TableFile.open(folder);
    SlotLock slot = kept != null ? kept : claim(folder);
    return new Attachment(folder, file, slot, new Section(file.table(), slot));
  }

  private static SlotLock claim(Path folder) throws IOException, SQLException {
    return SlotLock.claim(folder, "locks", LockTable.SLOTS)
        .orElseThrow(
            () ->
                ErrorCode.TOO_MANY_LOCKS.exception(
                    "The locks of the database have places for "
                        + LockTable.SLOTS
                        + " processes, and all are taken. End one, or open the locks once in each"
                        + " process: "
                        + folder));
  }

  private static SQLException cannot(LockFolder home, IOException e) {
    return ErrorCode.CANNOT_OPEN.exception(
        "The locks of "
            + home
            + " cannot be used: "
            + e.getMessage()
            + ". The folder of the database has to exist and to be writable",
        e);
  }

  LockTable table() {
    return file.table();
  }

  /** Whether the folder still has the file that is mapped. */
  boolean isCurrent() {
    return file.isIn(folder);
  }
}
