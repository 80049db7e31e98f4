package dev.bolt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowFormatTest {

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void shouldAlignNumbersRightAndTextLeft() throws Exception {
    assertThat(table(0, "SELECT 7 AS num, 'ab' AS word UNION ALL SELECT 1234567, 'a' ORDER BY 1"))
        .isEqualTo(
            """
            num     | word
            --------+-----
                  7 | ab
            1234567 | a
            (2 rows)
            """
                .replace("num    ", "    num"));
  }

  @Test
  void shouldAlignWideAndCombiningCharacters() throws Exception {
    assertThat(table(0, "SELECT * FROM (VALUES ('日本', 1), ('e\u0301', 2), ('ab', 3)) t(a, b)"))
        .isEqualTo(
            """
            a    | b
            -----+--
            日本 | 1
            e\u0301    | 2
            ab   | 3
            (3 rows)
            """);
  }

  @Test
  void shouldShowNullAndEmptyText() throws Exception {
    assertThat(table(0, "SELECT NULL AS a, '' AS b, 1 AS c"))
        .isEqualTo(
            """
            a    | b | c
            -----+---+--
            NULL |   | 1
            (1 row)
            """);
  }

  @Test
  void shouldKeepARowOnOneLineAndTheTerminalUnharmed() throws Exception {
    assertThat(table(0, "SELECT 'a\nb\tc' || chr(27) || '[2J' AS v"))
        .contains("a\\nb\\tc\\x1b[2J\n");
  }

  @Test
  void shouldCutTheWidestColumnsToTheTerminal() throws Exception {
    String text = table(40, "SELECT 42 AS id, repeat('x', 100) AS a, repeat('日', 100) AS b");
    assertThat(text.lines().toList())
        .contains("42 | xxxxxxxxxxxxxxx… | 日日日日日日日…")
        .allSatisfy(line -> assertThat(DisplayText.width(line)).isLessThanOrEqualTo(40));
  }

  @Test
  void shouldNotCutWithoutATerminal() throws Exception {
    assertThat(table(0, "SELECT repeat('x', 5000) AS a")).contains("x".repeat(5000));
  }

  @Test
  void shouldWriteTheHeadOfAnEmptyTable() throws Exception {
    assertThat(table(0, "SELECT 1 AS a WHERE false")).isEqualTo("a\n-\n(0 rows)\n");
  }

  @Test
  void shouldWriteLongTablesBlockByBlock() throws Exception {
    assertThat(table(0, "SELECT * FROM range(2500)").lines()).hasSize(2500 + 3);
  }

  @Test
  void shouldQuoteCsvAsTheRfcSays() throws Exception {
    String csv =
        write(
            new CsvFormat(),
            "SELECT 'a,b' AS \"x,y\", 'say \"hi\"' AS q, 'l1\nl2' AS l, NULL AS n, '' AS e, 1.50 AS d");
    assertThat(csv)
        .isEqualTo("\"x,y\",q,l,n,e,d\r\n\"a,b\",\"say \"\"hi\"\"\",\"l1\nl2\",,\"\",1.50\r\n");
  }

  @Test
  void shouldWriteNestedValuesAsJson() throws Exception {
    JsonObject row =
        json(
            """
            SELECT {'a': 1, 'b, "c"': [1, 2, NULL], 'n': {'x': DATE '2020-01-01'}} AS s,
                   map {'k': [1.5]} AS m, [{'a': 'ü'}] AS l, '{"q": [1]}'::JSON AS j""");
    assertThat(row.get("s").toString())
        .isEqualTo("{\"a\":1,\"b, \\\"c\\\"\":[1,2,null],\"n\":{\"x\":\"2020-01-01\"}}");
    assertThat(row.get("m").toString()).isEqualTo("{\"k\":[1.5]}");
    assertThat(row.get("l").toString()).isEqualTo("[{\"a\":\"ü\"}]");
    assertThat(row.get("j").toString()).isEqualTo("{\"q\":[1]}");
  }

  @Test
  void shouldWriteScalarsAsJson() throws Exception {
    JsonObject row =
        json(
            """
            SELECT 9223372036854775807 AS big, 1.50::DECIMAL(5,2) AS d, true AS t, NULL AS n,
                   'nan'::DOUBLE AS nan, 'a\"\n' AS txt, 'ab'::BLOB AS b,
                   TIMESTAMP '2020-01-02 03:04:05' AS ts""");
    assertThat(row.toString())
        .isEqualTo(
            "{\"big\":9223372036854775807,\"d\":1.50,\"t\":true,\"n\":null,\"nan\":\"NaN\","
                + "\"txt\":\"a\\\"\\n\",\"b\":\"\\\\x6162\",\"ts\":\"2020-01-02 03:04:05.0\"}");
  }

  @Test
  void shouldWriteAnEmptyArrayOfJson() throws Exception {
    assertThat(write(new JsonFormat(), "SELECT 1 WHERE false")).isEqualTo("[]\n");
  }

  @Test
  void shouldFailWhenNobodyReadsAnyMore() {
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThatThrownBy(
            () -> {
              try (PipeWriter out = new PipeWriter(new PrintWriter(closed));
                  Statement statement = connection.createStatement();
                  ResultSet rows = statement.executeQuery("SELECT * FROM range(1000000)")) {
                new CsvFormat().write(rows, out);
              }
            })
        .isInstanceOf(OutputClosedException.class);
  }

  private String table(int width, String sql) throws Exception {
    return write(new TableFormat(width), sql);
  }

  private JsonObject json(String sql) throws Exception {
    return JsonParser.parseString(write(new JsonFormat(), sql))
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject();
  }

  private String write(RowFormat format, String sql) throws Exception {
    StringWriter text = new StringWriter();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      format.write(rows, text);
    }
    return text.toString();
  }
}
