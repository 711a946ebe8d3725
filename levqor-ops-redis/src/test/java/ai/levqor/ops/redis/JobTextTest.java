package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a job's text")
class JobTextTest {

    @Test
    @DisplayName("is read at its top only, past whatever is nested")
    void read() {
        var job = JobText.of(
                        " { \"a\" : [1,{\"b\":\"}\\\\\"}] , \"b\":\"x\", \"n\" : -1.5e3,\"t\":true }".getBytes(UTF_8))
                .orElseThrow();

        assertThat(job.plain("b")).contains("x");
        assertThat(job.number("n")).contains(-1500.0);
        assertThat(job.plain("n")).isEmpty();
        assertThat(job.number("t")).isEmpty();
        assertThat(job.plain("none")).isEmpty();
    }

    @Test
    @DisplayName("is changed in one place, and every other byte stays, text or not")
    void changed() {
        var bytes = "{\"a\":\"\u00ff\u0000\", \"n\":10000000000000000001 , \"b\":[] }".getBytes(ISO_8859_1);

        var job = JobText.of(bytes).orElseThrow().with("b", "7").with("c", "\"new\"");

        assertThat(new String(job.bytes(), ISO_8859_1))
                .isEqualTo("{\"a\":\"\u00ff\u0000\", \"n\":10000000000000000001 , \"b\":7 ,\"c\":\"new\"}");
        assertThat(new String(
                        JobText.of("{}".getBytes(UTF_8))
                                .orElseThrow()
                                .with("c", "1")
                                .bytes(),
                        UTF_8))
                .isEqualTo("{\"c\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{a:1}",
                "{} {}",
                "{\"a\":[1}",
                "{\"a\":?}",
                "null"
            })
    @DisplayName("is none if it is no JSON object")
    void none(String text) {
        assertThat(JobText.of(text.getBytes(UTF_8)).flatMap(job -> job.plain("b")))
                .isEmpty();
    }

    @Test
    @DisplayName("of names that come twice means the last, as its readers do")
    void twins() {
        assertThat(JobText.of("{\"a\":\"1\",\"a\":\"2\"}".getBytes(UTF_8))
                        .orElseThrow()
                        .plain("a"))
                .contains("2");
    }
}
