package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.EngineKind.Sharing;
import dev.bolt.ErrorCode;
import dev.bolt.config.EngineFinder;
import dev.bolt.config.FileHeader;
import dev.bolt.doctor.DatabaseInfo.Mode;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.LogReaders;
import dev.bolt.gate.GateState;
import dev.bolt.lock.LockInfo;
import dev.bolt.node.Nodes;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import dev.bolt.transport.MemberStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One look at a database. Confined to one thread. */
final class Examination {

  private final DatabaseId database;
  private final FileUse use;
  private final Conditions conditions;
  private final Optional<Sidecar> sidecar;
  private final Optional<FileHeader> header;
  private final Optional<EngineKind> engine;

  private Examination(DatabaseId database, Optional<EngineKind> known) throws SQLException {
    this.database = database;
    use = FileUse.of(database);
    conditions = new Conditions(database);
    sidecar = conditions.sidecar();
    header = known.isEmpty() && use.isEmpty() ? readHeader() : Optional.empty();
    engine = known.isPresent() ? known : findEngine();
  }

  /**
   * Looks at a database.
   *
   * @param known its engine, or empty to find it out
   */
  static Examination of(Path path, Optional<EngineKind> known) throws SQLException {
    DatabaseId database = Nodes.resolve(path);
    if (Files.isDirectory(database.file())) {
      throw ErrorCode.CANNOT_OPEN.exception(path + " is a folder, not a database file");
    }
    if (!Files.exists(database.file())) {
      throw ErrorCode.CANNOT_OPEN.exception("there is no database file " + path);
    }
    return new Examination(database, known);
  }

  // Nobody has it open as far as this user can see; where that is in doubt it is not looked into.
  private Optional<FileHeader> readHeader() {
    try {
      return Nodes.header(database);
    } catch (IOException e) {
      conditions.add("No permission to read the file");
      return Optional.empty();
    }
  }

  private Optional<EngineKind> findEngine() throws SQLException {
    if (header.isPresent() && !header.get().isEmpty()) {
      return Optional.of(
          header
              .get()
              .engine()
              .orElseThrow(
                  () ->
                      ErrorCode.CANNOT_OPEN.exception(
                          database
                              + " is not a database: it begins neither like a DuckDB nor like a"
                              + " SQLite file")));
    }
    return EngineFinder.ofSidecar(database)
        .or(() -> DatabaseFiles.engineOfLog(database.file()))
        .or(() -> EngineFinder.ofEnding(database.file()));
  }

  DatabaseInfo info() {
    Optional<HostInfo> host = isShared(Sharing.HOSTED) ? host() : Optional.empty();
    Optional<WritersInfo> writers =
        isShared(Sharing.GATED) ? Optional.of(writers()) : Optional.empty();
    List<Long> releasing = KernelLocks.holders(Sidecar.releaseLock(database));
    List<MemberInfo> members = members(host);
    List<Long> known = new ArrayList<>(members.stream().map(each -> each.process().pid()).toList());
    host.ifPresent(found -> known.add(found.process().pid()));
    LockInfo locks = locks();
    return new DatabaseInfo(
        database.file(),
        engine,
        mode(),
        conditions.degraded(host, writers),
        storage(),
        host,
        writers,
        members,
        Processes.info(use.without(known)),
        releasing.stream().findFirst().map(ProcessInfo::of),
        locks);
  }

  private boolean isShared(Sharing sharing) {
    return engine.isPresent() && engine.get().sharing() == sharing;
  }

  private Mode mode() {
    if (conditions.isReadOnly()) {
      return Mode.READ_ONLY;
    }
    return isShared(Sharing.HOSTED)
        ? Mode.HOSTED
        : isShared(Sharing.GATED) ? Mode.GATED : Mode.UNKNOWN;
  }

  private StorageInfo storage() {
    long bytes;
    try {
      bytes = Files.size(database.file());
    } catch (IOException e) {
      // It has just been removed.
      bytes = 0;
    }
    return new StorageInfo(
        bytes,
        engine.isPresent()
            ? DatabaseFiles.logBytes(database.file(), engine.get())
            : OptionalLong.empty(),
        header.flatMap(FileHeader::journalMode),
        conditions.fileSystem());
  }

  private Optional<HostInfo> host() {
    return sidecar.flatMap(folder -> new HostFinder(folder, use).find());
  }

  private WritersInfo writers() {
    GateState gate = new GateState(GateState.Condition.MISSING, Optional.empty(), List.of());
    try {
      if (sidecar.isPresent()) {
        gate = GateState.look(sidecar.get().folder());
      }
    } catch (IOException e) {
      conditions.add("The order of writers in " + database.sidecar() + " cannot be read");
    }
    return new WritersInfo(
        gate.condition(),
        gate.holder(),
        gate.waiting().stream().map(Processes::info).toList(),
        Processes.info(LogReaders.of(database.file())));
  }

  private LockInfo locks() {
    try {
      return sidecar.isPresent() ? LockInfo.look(sidecar.get().folder()) : LockInfo.NOTHING;
    } catch (IOException e) {
      conditions.add("The named locks in " + database.sidecar() + " cannot be read");
      return LockInfo.NOTHING;
    }
  }

  // A host that answers knows what they do; of others the kernel knows who they are.
  private List<MemberInfo> members(Optional<HostInfo> host) {
    if (sidecar.isEmpty()) {
      return List.of();
    }
    if (host.isPresent() && host.get().answer().status().isPresent()) {
      return host.get().answer().status().get().members().stream()
          .filter(Examination::isNoQuestion)
          .map(member -> new MemberInfo(Processes.info(member.process()), member.sessions()))
          .toList();
    }
    List<Long> pids = new ArrayList<>(SidecarUsers.of(sidecar.get()));
    host.ifPresent(found -> pids.remove(found.process().pid()));
    return Processes.info(pids).stream()
        .map(process -> new MemberInfo(process, List.of()))
        .toList();
  }

  private static boolean isNoQuestion(MemberStatus member) {
    return !member.sessions().isEmpty() || !member.process().equals(ProcessIdentity.self());
  }
}
