package dev.bolt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StructFieldsTest {

  @Test
  void shouldFindTheNamesOfTheOuterStructOnly() {
    assertThat(
            StructFields.names(
                "STRUCT(a INTEGER, \"b, (\"\"c\" STRUCT(d DECIMAL(5,2), \"e)\" VARCHAR)[], f MAP(VARCHAR,"
                    + " INTEGER))",
                3))
        .containsExactly("a", "b, (\"c", "f");
  }

  @Test
  void shouldNumberFieldsOfAnUnknownType() {
    assertThat(StructFields.names("ROW", 2)).containsExactly("field1", "field2");
  }
}
