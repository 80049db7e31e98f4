package dev.bolt;

/** An embedded engine that Bolt shares, and how it is shared. */
public enum EngineKind {
  /** DuckDB: one process, the host, holds the file; the others join it over a socket. */
  DUCKDB("duckdb", "DuckDB", Sharing.HOSTED, "org.duckdb.DuckDBDriver", "org.duckdb:duckdb_jdbc"),
  /** SQLite: every process opens the file itself, in WAL mode; writers take turns. */
  SQLITE("sqlite", "SQLite", Sharing.GATED, "org.sqlite.JDBC", "org.xerial:sqlite-jdbc");

  /** How the processes of one machine come to share a file of an engine. */
  public enum Sharing {
    /** One process owns the engine; the others send it their statements. */
    HOSTED,
    /** Every process owns an engine; the engine's own locks protect the file. */
    GATED
  }

  private final String scheme;
  private final String productName;
  private final Sharing sharing;
  private final String driverClass;
  private final String dependency;

  EngineKind(
      String scheme, String productName, Sharing sharing, String driverClass, String dependency) {
    this.scheme = scheme;
    this.productName = productName;
    this.sharing = sharing;
    this.driverClass = driverClass;
    this.dependency = dependency;
  }

  /**
   * The word that names the engine in a URL and on the command line: {@code duckdb}, {@code
   * sqlite}.
   */
  public String scheme() {
    return scheme;
  }

  /** The engine's name as people write it. */
  public String productName() {
    return productName;
  }

  /** How files of this engine are shared. */
  public Sharing sharing() {
    return sharing;
  }

  /** The class name of the engine's own JDBC driver. */
  public String driverClass() {
    return driverClass;
  }

  /** The Maven coordinates, without a version, that bring the engine. */
  public String dependency() {
    return dependency;
  }

  /** Whether the engine's own driver can be loaded by the class loader of this class. */
  public boolean onClassPath() {
    String resource = driverClass.replace('.', '/') + ".class";
    return EngineKind.class.getClassLoader().getResource(resource) != null;
  }
}
