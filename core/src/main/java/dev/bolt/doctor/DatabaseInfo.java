package dev.bolt.doctor;

import dev.bolt.EngineKind;
import dev.bolt.lock.LockInfo;
import dev.bolt.os.ProcessInfo;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What is going on with a database now. Immutable.
 *
 * <p>It is told from outside: the record of the host, the kernel's lists of locks and open files,
 * and the answer of the host if that comes in a quarter of a second. So it works while the host is
 * busy, stopped or gone. Nothing is created or changed, and the database file is opened only when
 * nobody has it open.
 *
 * @param file its real path
 * @param engine its engine; empty when it is not known, since it is open and nothing tells
 * @param mode how it is shared
 * @param degraded why it is not shared as well as it could be, one sentence each
 * @param storage the file
 * @param host its host, for an engine that has one
 * @param writers who writes to it, for an engine whose processes take turns
 * @param members the processes that use it through Bolt, without the host
 * @param outside the processes that have it open without Bolt
 * @param releasedBy the process that keeps it free for programs outside Bolt
 * @param locks who holds and who awaits the named locks of the database
 */
public record DatabaseInfo(
    Path file,
    Optional<EngineKind> engine,
    Mode mode,
    List<String> degraded,
    StorageInfo storage,
    Optional<HostInfo> host,
    Optional<WritersInfo> writers,
    List<MemberInfo> members,
    List<ProcessInfo> outside,
    Optional<ProcessInfo> releasedBy,
    LockInfo locks) {

  /** How a database is shared. */
  public enum Mode {
    /** One process hosts it, or would, and others join it. */
    HOSTED,
    /** Every process opens it, and those who write take turns at a gate. */
    GATED,
    /** This process may only read it, and reads it by itself. */
    READ_ONLY,
    /** Its engine is not known. */
    UNKNOWN
  }

  public DatabaseInfo {
    degraded = List.copyOf(degraded);
    members = List.copyOf(members);
    outside = List.copyOf(outside);
  }

  /**
   * Looks at a database.
   *
   * @param path any path of the file
   * @throws SQLException with SQLState 08001 when there is no such file, or it is no database
   */
  public static DatabaseInfo of(Path path) throws SQLException {
    return Examination.of(path, Optional.empty()).info();
  }

  /**
   * The same of a database whose engine is known, so that its file is not opened in any case.
   *
   * @throws SQLException with SQLState 08001 when there is no such file
   */
  public static DatabaseInfo of(Path path, EngineKind engine) throws SQLException {
    return Examination.of(path, Optional.of(engine)).info();
  }
}
