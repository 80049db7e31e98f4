package dev.bolt;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.sql.Driver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.CommonDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The layers, and what no class may do. README shows the same list. */
@Timeout(60)
class ArchitectureTest {
  /** What getObject gives for JSON, in DuckDB's driver and so here: a value, no engine. */
  private static final String JSON_VALUE = "org.duckdb.JsonNode";

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.bolt");

  /** Packages that may use those of the layers behind theirs. */
  private record Layer(String name, String... names) {
    String[] packages() {
      return Stream.of(names).map(each -> "dev.bolt." + each + "..").toArray(String[]::new);
    }
  }

  private static final List<Layer> TOP_DOWN =
      List.of(
          new Layer("storage", "storage"),
          new Layer("systems", "agents", "cache", "similarity"),
          new Layer("sessions", "session"),
          new Layer("surfaces", "database"),
          new Layer("health", "health"),
          new Layer("doctor", "doctor"),
          new Layer("pool", "pool"),
          new Layer("driver", "jdbc"),
          new Layer("node", "node"),
          new Layer("roles", "host", "client"),
          new Layer("services", "lock"),
          new Layer(
              "mechanics",
              "config",
              "engine",
              "election",
              "gate",
              "retry",
              "metrics",
              "sync",
              "transport"),
          new Layer("system", "protocol", "os", "threads"),
          new Layer("language", "rows", "sql"));

  @Test
  void shouldHaveArrowsThatOnlyPointDown() {
    LayeredArchitecture architecture =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (Layer layer : TOP_DOWN) {
      architecture = architecture.layer(layer.name).definedBy(layer.packages());
    }
    List<String> above = new ArrayList<>();
    for (Layer layer : TOP_DOWN) {
      LayeredArchitecture.LayerDependencySpecification access = architecture.whereLayer(layer.name);
      architecture =
          above.isEmpty()
              ? access.mayNotBeAccessedByAnyLayer()
              : access.mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
      above.add(layer.name);
    }
    architecture
        .layer("nouns")
        .definedBy("dev.bolt")
        .ensureAllClassesAreContainedInArchitecture()
        .check(CORE);
  }

  @Test
  void shouldHaveNoCyclesOfPackages() {
    slices().matching("dev.bolt.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void shouldTouchEnginesInOnePackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.bolt.engine..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.duckdb..", "org.sqlite..").and(not(name(JSON_VALUE))))
        .check(CORE);
  }

  @Test
  void shouldTouchMicrometerInOneClassOnly() {
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.bolt\\.health\\.DatabaseMetrics(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(CORE);
  }

  @Test
  void shouldNotKnowTheCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.bolt.cli..", "picocli..")
        .check(CORE);
  }

  @Test
  void shouldNotWriteToStandardStreams() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  @Test
  void shouldLogThroughSlf4jAlone() {
    // JDBC itself wants a java.util.logging.Logger of drivers and data sources.
    classes()
        .that()
        .areNotAssignableTo(Driver.class)
        .and()
        .areNotAssignableTo(CommonDataSource.class)
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("java.util.logging..")
        .check(CORE);
  }

  // A message says since when a process runs, and a library that a killed process left behind is
  // known by its age and by who has it mapped; neither decides anything about a database. Tokens of
  // locks begin by the clock in a new file, so that they are larger than those of an older one. How
  // old a cached value is, and when it expires, is a matter of that clock, which a user can inject.
  @Test
  void shouldDecideNothingByTheClockOnTheWall() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.bolt.os.ProcessInfo")
        .and()
        .doNotHaveFullyQualifiedName("dev.bolt.engine.NativeLibraryFile")
        .and()
        .doNotHaveFullyQualifiedName("dev.bolt.lock.LockClock")
        .and()
        .doNotHaveFullyQualifiedName("dev.bolt.cache.WallClock")
        .should()
        .callMethodWhere(
            target(owner(resideInAnyPackage("java.time..")))
                .and(target(name("now")))
                .or(target(name("currentTimeMillis")))
                .or(target(owner(assignableTo(Clock.class)))))
        .orShould()
        .callConstructor(Date.class)
        .check(CORE);
  }

  @Test
  void shouldNameClassesByWhatTheyAre() {
    noClasses().should().haveSimpleNameEndingWith("Utils").check(CORE);
    noClasses().should().haveSimpleNameEndingWith("Impl").check(CORE);
    noClasses()
        .that()
        .doNotHaveSimpleName("DatabaseLockManager")
        .and()
        .doNotHaveSimpleName("SessionManager")
        .should()
        .haveSimpleNameEndingWith("Manager")
        .check(CORE);
  }
}
