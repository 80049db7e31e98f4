package dev.bolt.election;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/**
 * A folder for what the processes of a Unix user share whatever databases they use. All of them
 * find the same one: it depends on no variable of the environment. It is in memory where that is
 * possible, and gone after a boot. Stateless.
 */
public final class MachineFolder {

  private static final Path IN_MEMORY = Path.of("/dev/shm");
  private static final Path OTHERWISE = Path.of("/tmp");

  private MachineFolder() {}

  /**
   * The folder of a name, which is made if it is missing.
   *
   * @throws IOException when it cannot be made, or is not private to this user
   */
  public static Path open(String name) throws IOException {
    UserPrincipal self = Sidecar.self();
    Path parent = Files.isWritable(IN_MEMORY) ? IN_MEMORY : OTHERWISE;
    Path own = PrivateFolder.open(parent.resolve("bolt-" + self.getName()), self);
    return PrivateFolder.open(own.resolve(name), self);
  }
}
