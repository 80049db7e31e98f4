package dev.bolt.health;

import java.util.List;
import java.util.Map;

/**
 * How a database fares, for JConsole and its like. What is read is as of a second ago at most; a
 * number that is not known is {@value #NONE}.
 */
public interface DatabaseHealthMXBean {

  /** What a number is that is not known. */
  long NONE = -1;

  /** The name of a {@link HealthState}. */
  String getState();

  /** Why it is in that state. */
  String getReason();

  /** What to do. */
  String getNextStep();

  /** All that is wrong, the worst first. */
  List<String> getProblems();

  /** How many connections of this process are in use. */
  int getConnectionsInUse();

  /** How many are free. */
  int getConnectionsIdle();

  /** How many there may be. */
  int getConnectionsMaximum();

  /** How many threads wait for one. */
  int getThreadsWaiting();

  /** Queries, executions and batches per second, in the last minute. */
  double getOperationsPerSecond();

  /** Of a hundred queries of the last minute, ninety-nine took no longer, in milliseconds. */
  double getQueryMillisP99();

  /** The same of executions and batches. */
  double getUpdateMillisP99();

  /** The same of transactions. */
  double getTransactionMillisP99();

  /** How often the database reported an error since it was opened, by SQLState. */
  Map<String, Long> getErrors();

  /** How often a call or transaction was run again. */
  long getRetries();

  /** How many named locks are held, in all processes. */
  int getLocksHeld();

  /** How many wait for one. */
  int getLocksAwaited();

  /** How many processes use it through Bolt. */
  int getProcesses();

  /** The process that hosts it. */
  long getHostPid();

  /** The number of that host. */
  long getHostEpoch();

  /** The length of the engine's log. */
  long getLogBytes();

  /** The memory of this process. */
  long getResidentBytes();

  /** Looks now and says what was seen. */
  String check();
}
