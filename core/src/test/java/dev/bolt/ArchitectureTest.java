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
import java.sql.Driver;
import java.time.Clock;
import java.util.Date;
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

  @Test
  void shouldHaveArrowsThatOnlyPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("surfaces")
        .definedBy("dev.bolt.jdbc..")
        .layer("node")
        .definedBy("dev.bolt.node..")
        .layer("roles")
        .definedBy("dev.bolt.host..", "dev.bolt.client..")
        .layer("mechanics")
        .definedBy(
            "dev.bolt.config..",
            "dev.bolt.engine..",
            "dev.bolt.election..",
            "dev.bolt.gate..",
            "dev.bolt.sync..",
            "dev.bolt.transport..")
        .layer("locks")
        .definedBy("dev.bolt.lock..")
        .layer("system")
        .definedBy("dev.bolt.protocol..", "dev.bolt.os..", "dev.bolt.threads..")
        .layer("language")
        .definedBy("dev.bolt.rows..", "dev.bolt.sql..")
        .layer("nouns")
        .definedBy("dev.bolt")
        .whereLayer("surfaces")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("node")
        .mayOnlyBeAccessedByLayers("surfaces")
        .whereLayer("roles")
        .mayOnlyBeAccessedByLayers("surfaces", "node")
        .whereLayer("locks")
        .mayOnlyBeAccessedByLayers("surfaces", "node", "roles")
        .whereLayer("mechanics")
        .mayOnlyBeAccessedByLayers("surfaces", "node", "roles", "locks")
        .whereLayer("system")
        .mayOnlyBeAccessedByLayers("surfaces", "node", "roles", "locks", "mechanics")
        .whereLayer("language")
        .mayOnlyBeAccessedByLayers("surfaces", "node", "roles", "locks", "mechanics", "system")
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
  // locks begin by the clock in a new file, so that they are larger than those of an older one.
  @Test
  void shouldDecideNothingByTheClockOnTheWall() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.bolt.os.ProcessInfo")
        .and()
        .doNotHaveFullyQualifiedName("dev.bolt.engine.NativeLibraryFile")
        .and()
        .doNotHaveFullyQualifiedName("dev.bolt.lock.LockClock")
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
        .should()
        .haveSimpleNameEndingWith("Manager")
        .check(CORE);
  }
}
