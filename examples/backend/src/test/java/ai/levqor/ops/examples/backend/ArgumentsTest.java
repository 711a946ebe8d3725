package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    @DisplayName("without any option it serves the story on port 8080 until it is stopped")
    void defaults() {
        var arguments = Arguments.parse(List.of());

        assertThat(arguments.port()).isEqualTo(8080);
        assertThat(arguments.runFor()).isEmpty();
        assertThat(arguments.trace()).isEmpty();
        assertThat(arguments.help()).isFalse();
    }

    @Test
    @DisplayName("every option is read")
    void everyOption() {
        var arguments = Arguments.parse(
                List.of("--port", "0", "--minutes", "1.5", "--trace", "a b.csv.gz", "--speed", "600", "--data", "d"));

        assertThat(arguments.port()).isZero();
        assertThat(arguments.runFor()).contains(Duration.ofSeconds(90));
        assertThat(arguments.trace()).contains(Path.of("a b.csv.gz"));
        assertThat(arguments.speed()).isEqualTo(600);
        assertThat(arguments.data()).isEqualTo(Path.of("d"));
    }

    @Test
    @DisplayName("an option given twice has its last value, so that a script can put its defaults in front")
    void lastOneCounts() {
        assertThat(Arguments.parse(List.of("--data", "a", "--data", "b")).data())
                .isEqualTo(Path.of("b"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(textBlock = """
                    --port              | --port needs a value
                    --port --minutes    | --port needs a value
                    --port abc          | --port must be an integer from 0 to 65535, was 'abc'
                    --port 65536        | --port must be an integer from 0 to 65535, was '65536'
                    --port -1           | --port must be an integer from 0 to 65535, was '-1'
                    --port 80.5         | --port must be an integer from 0 to 65535, was '80.5'
                    --port NaN          | --port must be an integer from 0 to 65535, was 'NaN'
                    --minutes 0         | --minutes must be a number above 0, at most 10000, was '0'
                    --minutes Infinity  | --minutes must be a number above 0, at most 10000, was 'Infinity'
                    --trace t --speed 0 | --speed must be a number above 0, at most 1000000, was '0'
                    --speed 10          | --speed is for a trace; give --trace FILE too
                    --verbose           | unknown option --verbose
                    8080                | unknown option 8080
                    """, delimiter = '|')
    @DisplayName("a bad command line is answered by the option and its rule")
    void badCommandLines(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(List.of(line.split(" "))))
                .isInstanceOf(BadArgumentException.class)
                .hasMessage(message);
    }
}
