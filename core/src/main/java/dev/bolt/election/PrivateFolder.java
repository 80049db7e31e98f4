package dev.bolt.election;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** A folder that one Unix user alone may enter, though it is where others may write. Stateless. */
final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Makes the folder if it is missing.
   *
   * @throws IOException when it cannot be made, or belongs to somebody else or is open to others
   */
  static Path open(Path folder, UserPrincipal owner) throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(folder).equals(owner)
          || !Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
        throw new IOException(folder + " is not a private folder of " + owner.getName(), e);
      }
    }
    return folder;
  }
}
