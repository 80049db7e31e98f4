package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DriverFieldTest {

  @Test
  void shouldFindAllFieldsInTheDriverThatBoltIsBuiltWith() {
    assertThatCode(DuckDbVector::requireKnownDriver).doesNotThrowAnyException();
    assertThat(DriverField.of("DuckDBVector", "length")).isNotNull();
  }
}
