package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.config.EngineFinder;
import dev.bolt.node.Nodes;
import dev.bolt.os.FileIdentity;
import dev.bolt.os.OpenFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the databases in a folder and the folders below it, by the folders beside them and by how
 * files begin. A file that somebody has open is not looked into, and links are not followed.
 *
 * <p>Confined to one thread.
 */
final class DatabaseSearch extends SimpleFileVisitor<Path> {

  /** How deep folders are looked at, and how many files: a search is to end. */
  private static final int MOST_LEVELS = 16;

  private static final int MOST_FILES = 200_000;

  /** Both engines begin a file with a header that is longer. */
  private static final int LEAST_BYTES = 100;

  private static final String SIDECAR_ENDING = ".bolt";

  private final SortedSet<Path> databases = new TreeSet<>();
  private final SortedSet<Path> trials = new TreeSet<>();
  private final SortedSet<Path> copies = new TreeSet<>();
  private final List<String> unread = new ArrayList<>();
  private final Map<FileIdentity, SortedSet<Long>> openFiles = OpenFiles.ofAllProcesses();
  private int files;

  private DatabaseSearch() {}

  /**
   * Looks for databases.
   *
   * @param path a folder, a database file, or the folder beside one
   * @throws SQLException with SQLState 08001 when there is nothing of that name
   */
  static DatabaseSearch in(Path path) throws SQLException {
    try {
      DatabaseSearch search = new DatabaseSearch();
      search.begin(path);
      return search;
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception(path + " cannot be looked at: " + Reasons.of(e), e);
    }
  }

  private void begin(Path path) throws IOException, SQLException {
    DatabaseId database = DatabaseId.of(path);
    Path start = database.file();
    if (Files.isDirectory(start) && !isSidecar(start)) {
      Files.walkFileTree(start, EnumSet.noneOf(FileVisitOption.class), MOST_LEVELS, this);
    } else if (Files.isDirectory(start)) {
      databases.add(databaseOf(start));
      addTrialsBeside(start);
    } else if (Files.exists(start) || Files.isDirectory(database.sidecar())) {
      requireDatabase(start, database);
      databases.add(start);
      addTrialsBeside(start);
    } else {
      throw ErrorCode.CANNOT_OPEN.exception("there is no file or folder " + path);
    }
  }

  private void requireDatabase(Path file, DatabaseId database) throws IOException, SQLException {
    boolean unknown =
        Files.exists(file)
            && !Files.isDirectory(database.sidecar())
            && !openFiles.containsKey(FileIdentity.of(file));
    if (unknown && !isDatabase(file)) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file + " is not a database: it begins neither like a DuckDB nor like a SQLite file");
    }
  }

  private void addTrialsBeside(Path file) throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(file.getParent(), TrialFolder::isOne)) {
      folders.forEach(trials::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (TrialFolder.isOne(folder)) {
      trials.add(folder);
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (isSidecar(folder)) {
      databases.add(databaseOf(folder));
      return FileVisitResult.SKIP_SUBTREE;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (++files > MOST_FILES) {
      unread.add("More than " + MOST_FILES + " files: name a smaller folder");
      return FileVisitResult.TERMINATE;
    }
    if (attributes.isDirectory()) {
      unread.add(file + " is too deep: name it by itself");
    } else if (PartialCopy.isOne(file)) {
      copies.add(file);
    } else if (attributes.isRegularFile() && attributes.size() >= LEAST_BYTES && isDatabase(file)) {
      databases.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    // What has just been removed by its owner is no failure.
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      unread.add(file + " cannot be read: " + Reasons.of(e));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) {
    if (e != null) {
      unread.add(folder + " cannot be read to its end: " + Reasons.of(e));
    }
    return FileVisitResult.CONTINUE;
  }

  // Of what is open the name alone can tell.
  private boolean isDatabase(Path file) {
    if (DatabaseFiles.isBesideOne(file.getFileName().toString())) {
      return false;
    }
    try {
      if (openFiles.containsKey(FileIdentity.of(file))) {
        return EngineFinder.ofEnding(file).isPresent();
      }
      return Nodes.header(new DatabaseId(file)).flatMap(header -> header.engine()).isPresent();
    } catch (IOException e) {
      // Nobody can say what a file is that may not be read; most are no databases.
      return EngineFinder.ofEnding(file).isPresent();
    }
  }

  private static boolean isSidecar(Path folder) {
    Path name = folder.getFileName();
    if (name == null
        || !name.toString().endsWith(SIDECAR_ENDING)
        || name.toString().length() == SIDECAR_ENDING.length()) {
      return false;
    }
    try {
      return SidecarRepair.isSidecar(folder);
    } catch (IOException e) {
      // It is told when the search comes to it.
      return false;
    }
  }

  private static Path databaseOf(Path sidecar) {
    String name = sidecar.getFileName().toString();
    return sidecar.resolveSibling(name.substring(0, name.length() - SIDECAR_ENDING.length()));
  }

  /** The databases, whose files may be gone. */
  List<DatabaseId> databases() {
    return databases.stream().map(DatabaseId::new).toList();
  }

  /** What was open, and where, when the search began. */
  Map<FileIdentity, SortedSet<Long>> openFiles() {
    return openFiles;
  }

  /** The folders of tests. */
  SortedSet<Path> trials() {
    return trials;
  }

  /** Copies that were not finished. */
  SortedSet<Path> copies() {
    return copies;
  }

  /** What could not be looked at. */
  List<String> unread() {
    return unread;
  }
}
