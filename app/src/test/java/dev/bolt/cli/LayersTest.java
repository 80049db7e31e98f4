package dev.bolt.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LayersTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bolt.cli");

  @Test
  void shouldHaveNoCycles() {
    slices().matching("dev.bolt.(cli.*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void shouldKeepTheCommandsOnTop() {
    noClasses()
        .that()
        .resideInAPackage("dev.bolt.cli.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.bolt.cli")
        .check(CLASSES);
  }

  @Test
  void shouldWorkOnAnyDatabaseThroughPlainJdbc() {
    noClasses()
        .that()
        .resideInAPackage("dev.bolt.cli.workload..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "dev.bolt.cli.workload..", "dev.bolt.cli.history..")
        .check(CLASSES);
  }

  @Test
  void shouldJudgeHistoriesWithoutADatabase() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.bolt.cli.history..", "dev.bolt.cli.consistency..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java.lang..",
            "java.io..",
            "java.nio..",
            "java.util..",
            "com.google.gson..",
            "dev.bolt.cli.history..",
            "dev.bolt.cli.consistency..")
        .check(CLASSES);
  }
}
