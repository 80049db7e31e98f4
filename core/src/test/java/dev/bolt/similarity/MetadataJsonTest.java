package dev.bolt.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MetadataJsonTest {

  @Test
  void shouldReadWhatItWrites() throws SQLException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("text", "a \"b\" \\ / \n \u0001 ü 😀");
    metadata.put("whole", -12L);
    metadata.put("part", 1.5e-7);
    metadata.put("yes", true);
    metadata.put("nothing", null);
    metadata.put("list", Arrays.asList(1L, "two", List.of(), Map.of("k", false)));
    assertThat(MetadataJson.read(MetadataJson.write(metadata))).isEqualTo(metadata);
    assertThat(MetadataJson.write(Map.of())).isEqualTo("{}");
  }

  @Test
  void shouldReadWhatOthersWrite() {
    assertThat(MetadataJson.read(" { \"a\" : [ 1 , 2.0 ,null ] , \"b\\u0041\\t\" : \"\\/\" } "))
        .isEqualTo(Map.of("a", Arrays.asList(1L, 2.0, null), "bA\t", "/"));
    assertThat(MetadataJson.read("{\"n\":123456789012345678901234567890}"))
        .isEqualTo(Map.of("n", 123456789012345678901234567890.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "{\"a\":", "{\"a\" 1}", "{\"a\":x}", "{\"a\":1"})
  void shouldRefuseWhatIsNoObject(String json) {
    assertThatThrownBy(() -> MetadataJson.read(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseWhatJsonDoesNotHave() {
    assertThatThrownBy(() -> MetadataJson.write(Map.of("a", Double.NaN)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("NaN");
  }
}
