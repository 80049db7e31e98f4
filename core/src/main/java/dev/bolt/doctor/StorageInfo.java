package dev.bolt.doctor;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The file of a database.
 *
 * @param bytes its length
 * @param logBytes the length of the engine's log beside it; empty when there is none
 * @param journalMode of a SQLite file that nobody has open, {@code wal} or {@code rollback}
 * @param fileSystem the kind of its file system, as the system names it
 */
public record StorageInfo(
    long bytes, OptionalLong logBytes, Optional<String> journalMode, String fileSystem) {}
