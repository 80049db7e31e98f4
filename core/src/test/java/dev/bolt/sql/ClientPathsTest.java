package dev.bolt.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ClientPathsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "COPY t TO 'x.csv' | COPY t TO '/w/x.csv'",
        "COPY (SELECT 'to' FROM t) TO 'it''s.csv' (HEADER) | COPY (SELECT 'to' FROM t) TO '/w/it''s.csv' (HEADER)",
        "COPY a.t (b, c) TO './x:y.csv' | COPY a.t (b, c) TO '/w/./x:y.csv'",
        "COPY t FROM 'x*.csv' | COPY t FROM '/w/x*.csv'",
        "EXPORT DATABASE 'dir' (FORMAT csv) | EXPORT DATABASE '/w/dir' (FORMAT csv)",
        "EXPORT DATABASE db TO 'dir' | EXPORT DATABASE db TO '/w/dir'",
        "IMPORT DATABASE 'dir' | IMPORT DATABASE '/w/dir'",
        "ATTACH 'x.db' | ATTACH '/w/x.db'",
        "ATTACH OR REPLACE DATABASE 'x.db' AS y | ATTACH OR REPLACE DATABASE '/w/x.db' AS y",
        "ATTACH IF NOT EXISTS '../x.db' AS y (READ_ONLY) | ATTACH IF NOT EXISTS '/w/../x.db' AS y (READ_ONLY)",
        "ATTACH 'x.db' (TYPE sqlite) | ATTACH '/w/x.db' (TYPE sqlite)",
      })
  void shouldMakeRelativePathAbsolute(String text, String absolute) {
    assertThat(absolute(text, Path.of("/w"))).isEqualTo(absolute);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY t TO '/x.csv'",
        "COPY t TO '~/x.csv'",
        "COPY t TO 's3://bucket/x.csv'",
        "COPY t TO ?",
        "COPY t TO (getvariable('x'))",
        "COPY FROM DATABASE a TO b",
        "ATTACH ':memory:' AS x",
        "ATTACH '' AS x",
        "ATTACH 'postgres:dbname=x' AS x",
        "ATTACH 'md:x'",
        "ATTACH 'dbname=x host=y' AS z (TYPE postgres)",
        "SELECT 'x.csv'",
        "DETACH x",
      })
  void shouldLeaveAllElseAlone(String text) {
    assertThat(absolute(text, Path.of("/w"))).isEqualTo(text);
  }

  @Test
  void shouldWriteFilesWhereTheClientIs(@TempDir Path directory) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String text :
          List.of("COPY (SELECT 1) TO 'x.csv'", "EXPORT DATABASE 'dump'", "ATTACH 'y.db' AS y")) {
        statement.execute(absolute(text, directory));
      }
    }
    assertThat(List.of("x.csv", "dump", "y.db"))
        .allMatch(file -> Files.exists(directory.resolve(file)));
  }

  private static String absolute(String text, Path directory) {
    return ClientPaths.absolute(Sql.split(text, EngineKind.DUCKDB).get(0), directory).text();
  }
}
