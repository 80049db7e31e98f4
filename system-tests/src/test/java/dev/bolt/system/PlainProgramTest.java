package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import org.jooq.SQLDialect;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program written against {@code java.sql} alone, alone with its file and beside another. */
@Timeout(120)
class PlainProgramTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"DUCKDB, false", "DUCKDB, true", "SQLITE, false", "SQLITE, true"})
  void shouldRunUnchangedOnBothEnginesAloneAndBesideAnotherProcess(
      EngineKind engine, boolean shared) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine);
    try (Children others = new Children()) {
      if (shared) {
        others.open(file.url());
      }
      try (LedgerProgram program =
          new LedgerProgram(file.url(), SQLDialect.valueOf(engine.name()))) {
        assertThat(program.migrate()).isEqualTo(3);
        assertThat(program.migrate()).isZero();
        program.validate();

        program.work();

        assertThat(program.entries())
            .isEqualTo(Collections.nCopies(LedgerProgram.WORKERS, LedgerProgram.ENTRIES));
        assertThatThrownBy(program::insertTwice)
            .isInstanceOf(IntegrityConstraintViolationException.class)
            .cause()
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("23505");
        assertThat(program.entries()).hasSize(LedgerProgram.WORKERS);
      }
    }
  }
}
