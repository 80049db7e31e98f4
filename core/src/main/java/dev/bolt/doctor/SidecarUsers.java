package dev.bolt.doctor;

import dev.bolt.election.Sidecar;
import dev.bolt.os.KernelLocks;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who uses a database through Bolt, by the kernel locks that its processes have in the folder
 * beside it. Stateless.
 */
final class SidecarUsers {

  private SidecarUsers() {}

  /** The processes, in the order of their numbers; empty where the system does not tell. */
  static List<Long> of(Sidecar sidecar) {
    SortedSet<Long> users = new TreeSet<>(KernelLocks.holders(sidecar.hostLock()));
    users.addAll(KernelLocks.holders(sidecar.loaderLock()));
    try (DirectoryStream<Path> clients =
        Files.newDirectoryStream(sidecar.folder(), Sidecar.CLIENT_LOCKS)) {
      for (Path client : clients) {
        users.addAll(KernelLocks.holders(client));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's folder: what has been seen so far is all that can be.
      return List.copyOf(users);
    }
    return List.copyOf(users);
  }
}
