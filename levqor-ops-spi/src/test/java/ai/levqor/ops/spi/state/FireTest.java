package ai.levqor.ops.spi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FireTest {
    private static final Instant AT = Instant.parse("2026-11-26T00:05:00Z");

    @Test
    @DisplayName("a fire's id is its job and its time")
    void id() {
        var fire = new Fire("retention", AT);

        assertThat(fire.id()).isEqualTo("retention@2026-11-26T00:05:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "a b", "a@b", "a.b", "é", "a\n"})
    @DisplayName("a job's name with other characters is a mistake that is named")
    void badJob(String job) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fire(job, AT))
                .withMessageStartingWith("job must match");
    }

    @Test
    @DisplayName("a job's name may have 60 characters, and not one more")
    void longJob() {
        assertThat(new Fire("j".repeat(60), AT).id()).hasSize(60 + 1 + 20);
        assertThatIllegalArgumentException().isThrownBy(() -> new Fire("j".repeat(61), AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z", "2026-11-26T00:05:00.0001Z"})
    @DisplayName("a time before 1970, after 9999 or between two milliseconds is a mistake that names the job")
    void badTime(String at) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fire("retention", Instant.parse(at)))
                .withMessageStartingWith("at must be from 1970 to 9999, in whole milliseconds, was")
                .withMessageEndingWith("for retention");
    }
}
