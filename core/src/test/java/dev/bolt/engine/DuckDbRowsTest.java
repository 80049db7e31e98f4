package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DuckDbRowsTest {

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void connect() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws Exception {
    statement.close();
    connection.close();
  }

  @Test
  void shouldHandOutAllRowsInOrderWhateverTheSizeOfItsChunks() throws Exception {
    for (int size : new int[] {1, 7, 1000, 2048, 2049, 5000, 100_000}) {
      try (ResultSet result = statement.executeQuery("SELECT 'r' || range FROM range(10000)")) {
        DuckDbRows rows = new DuckDbRows(result);
        int seen = 0;
        for (Chunk chunk = rows.next(size); chunk != null; chunk = rows.next(size)) {
          assertThat(chunk.rows()).isBetween(1, size);
          for (int row = 0; row < chunk.rows(); row++) {
            assertThat(chunk.column(0).text(row)).isEqualTo("r" + seen++);
          }
        }
        assertThat(seen).isEqualTo(10_000);
        assertThat(rows.atEnd()).isTrue();
        assertThat(rows.next(1)).isNull();
      }
    }
  }

  @Test
  void shouldKnowTheEndWhenFewerRowsCameThanWereAskedFor() throws Exception {
    try (ResultSet result = statement.executeQuery("SELECT 42")) {
      DuckDbRows rows = new DuckDbRows(result);
      assertThat(rows.atEnd()).isFalse();
      assertThat(rows.next(1024).rows()).isEqualTo(1);
      assertThat(rows.atEnd()).isTrue();
    }
  }

  @Test
  void shouldReturnNullWhenThereAreNoRows() throws Exception {
    try (ResultSet result = statement.executeQuery("SELECT 42 AS x WHERE false")) {
      DuckDbRows rows = new DuckDbRows(result);
      assertThat(rows.next(10)).isNull();
      assertThat(rows.atEnd()).isTrue();
      assertThat(rows.shape().columns().get(0).label()).isEqualTo("x");
    }
  }

  @Test
  void shouldHandOutSmallerChunksWhenValuesAreLarge() throws Exception {
    try (ResultSet result = statement.executeQuery("SELECT repeat('x', 1000000) FROM range(100)")) {
      DuckDbRows rows = new DuckDbRows(result);
      int seen = 0;
      for (Chunk chunk = rows.next(16384); chunk != null; chunk = rows.next(16384)) {
        assertThat(chunk.approximateBytes()).isLessThan(20_000_000);
        seen += chunk.rows();
      }
      assertThat(seen).isEqualTo(100);
    }
  }

  @Test
  void shouldKnowAllTypesOfTheEngine() throws Exception {
    try (ResultSet result = statement.executeQuery("SELECT * FROM test_all_types()")) {
      Chunk chunk = new DuckDbRows(result).next(100);
      assertThat(chunk.rows()).isEqualTo(3);
      assertThat(chunk.column(0).type()).isEqualTo(ColumnType.BOOLEAN);
    }
  }

  @Test
  void shouldDescribeParameters() throws Exception {
    try (PreparedStatement prepared = connection.prepareStatement("SELECT ?::INTEGER + 1")) {
      assertThat(DuckDbRows.parameters(prepared.getParameterMetaData()))
          .singleElement()
          .satisfies(parameter -> assertThat(parameter.typeName()).isEqualTo("INTEGER"));
      assertThat(DuckDbRows.shape(prepared.getMetaData()).width()).isEqualTo(1);
      assertThat(DuckDbRows.shape(null)).isNull();
    }
  }
}
