package dev.bolt.health;

import dev.bolt.metrics.CallTimes;
import dev.bolt.pool.PoolStats;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A monitor as the management server shows it, under the name {@code
 * dev.bolt:type=Database,file="…",number=N}: the number is the first from 1 that nobody has, since
 * a file may be open more than once, also by other class loaders. Thread-safe.
 */
final class HealthBean implements DatabaseHealthMXBean {

  private static final Logger LOG = LoggerFactory.getLogger(HealthBean.class);
  private static final int MOST = 10_000;

  private final HealthMonitor monitor;
  private ObjectName name;

  private HealthBean(HealthMonitor monitor) {
    this.monitor = monitor;
  }

  /** Shows a monitor; where the server does not let it, nothing is shown, which is logged. */
  static HealthBean register(HealthMonitor monitor, Path file) {
    HealthBean bean = new HealthBean(monitor);
    try {
      bean.name = bean.register(ManagementFactory.getPlatformMBeanServer(), file);
    } catch (JMException | SecurityException e) {
      LOG.warn("The health of {} is not shown by the management server", file, e);
    }
    return bean;
  }

  private ObjectName register(MBeanServer server, Path file) throws JMException {
    String prefix = "dev.bolt:type=Database,file=" + ObjectName.quote(file.toString()) + ",number=";
    for (int number = 1; number < MOST; number++) {
      ObjectName candidate = new ObjectName(prefix + number);
      try {
        server.registerMBean(this, candidate);
        return candidate;
      } catch (InstanceAlreadyExistsException e) {
        // Somebody has opened the file too; the next one.
        continue;
      }
    }
    throw new InstanceAlreadyExistsException(prefix + MOST);
  }

  /** Shows it no more. */
  void unregister() {
    try {
      if (name != null) {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
      }
    } catch (JMException | SecurityException e) {
      LOG.warn("{} cannot be removed from the management server", name, e);
    }
  }

  private DatabaseHealth health() {
    return monitor.health();
  }

  private PoolStats pool() {
    return health().pool();
  }

  private static double millis(CallTimes times) {
    return times.p99().toNanos() / 1e6;
  }

  @Override
  public String getState() {
    return health().state().name();
  }

  @Override
  public String getReason() {
    return health().reason();
  }

  @Override
  public String getNextStep() {
    return health().nextStep();
  }

  @Override
  public List<String> getProblems() {
    return health().problems().stream().map(HealthProblem::toString).toList();
  }

  @Override
  public int getConnectionsInUse() {
    return pool().active();
  }

  @Override
  public int getConnectionsIdle() {
    return pool().idle();
  }

  @Override
  public int getConnectionsMaximum() {
    return pool().maximum();
  }

  @Override
  public int getThreadsWaiting() {
    return pool().waiting();
  }

  @Override
  public double getOperationsPerSecond() {
    return health().activity().operationsPerSecond();
  }

  @Override
  public double getQueryMillisP99() {
    return millis(health().activity().queries());
  }

  @Override
  public double getUpdateMillisP99() {
    return millis(health().activity().updates());
  }

  @Override
  public double getTransactionMillisP99() {
    return millis(health().activity().transactions());
  }

  @Override
  public Map<String, Long> getErrors() {
    return monitor.figures().errors();
  }

  @Override
  public long getRetries() {
    return monitor.figures().retries();
  }

  @Override
  public int getLocksHeld() {
    return health().locks().holders().size();
  }

  @Override
  public int getLocksAwaited() {
    return health().locks().waiters().size();
  }

  @Override
  public int getProcesses() {
    return health().processes();
  }

  @Override
  public long getHostPid() {
    return health().hostPid().orElse(NONE);
  }

  @Override
  public long getHostEpoch() {
    return health().hostEpoch().orElse(NONE);
  }

  @Override
  public long getLogBytes() {
    return health().logBytes();
  }

  @Override
  public long getResidentBytes() {
    return health().memory().resident().orElse(NONE);
  }

  @Override
  public String check() {
    return monitor.check().toString();
  }
}
