package dev.bolt.engine;

import java.util.List;

/**
 * A row of the {@link CommitLedger}: the outcomes of the operations that one transaction commits.
 *
 * @param number counts up; each is used once in a file
 * @param entries one for each operation
 */
record LedgerRow(long number, List<LedgerEntry> entries) {}
