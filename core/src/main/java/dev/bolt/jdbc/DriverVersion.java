package dev.bolt.jdbc;

/** The version of this driver, and of the JDBC that it speaks. */
final class DriverVersion {
  static final int MAJOR = 0;
  static final int MINOR = 1;
  static final int JDBC_MAJOR = 4;
  static final int JDBC_MINOR = 3;

  private DriverVersion() {}

  /** The version of the jar, or {@code major.minor} where there is no jar. */
  static String text() {
    String version = DriverVersion.class.getPackage().getImplementationVersion();
    return version == null ? MAJOR + "." + MINOR : version;
  }
}
