package ai.levqor.ops.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {

    @Test
    @DisplayName("other bytes have another tag, the same bytes the same")
    void ofBytes() {
        assertThat(tag("a")).isEqualTo(tag("a")).isNotEqualTo(tag("b"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "\"x\"              | true",
                "W/\"x\"            | true",
                "*                  | true",
                "\"a\", W/\"x\"     | true",
                "\"a\",\"x\",\"b\"  | true",
                "\"xx\"             | false",
                "x                  | false",
                "\"a\", \"b\"       | false",
                "null               | false"
            })
    @DisplayName("a client has the bytes if the header names the tag: ")
    void ifNoneMatch(@Nullable String header, boolean has) {
        assertThat(new EntityTag("\"x\"").isIn(header)).isEqualTo(has);
    }

    private static EntityTag tag(String text) {
        return EntityTag.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
