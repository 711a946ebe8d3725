package ai.levqor.ops.policy.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ElapsedTest {
    private static final List<Instant> MOMENTS = List.of(
            Instant.MIN,
            Instant.EPOCH.minusNanos(1),
            Instant.EPOCH,
            Instant.EPOCH.plusNanos(1),
            Instant.parse("2026-01-01T00:00:00.999999999Z"),
            Instant.parse("2026-01-01T00:00:01Z"),
            Instant.parse("2026-01-01T00:10:00.999999998Z"),
            Instant.MAX);

    private static final List<Duration> LIMITS = List.of(
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofMinutes(10).minusNanos(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));

    @Test
    @DisplayName("it agrees with the difference as a duration, forwards, backwards and at the ends of time")
    void asDuration() {
        for (var since : MOMENTS) {
            for (var now : MOMENTS) {
                var between = Duration.between(since, now);
                for (var limit : LIMITS) {
                    var what = since + " .. " + now + " against " + limit;
                    assertThat(Elapsed.exceeds(since, now, limit)).as(what).isEqualTo(between.compareTo(limit) > 0);
                    assertThat(Elapsed.reaches(since, now, limit)).as(what).isEqualTo(between.compareTo(limit) >= 0);
                }
                assertThat(Elapsed.seconds(since, now))
                        .isCloseTo(between.getSeconds() + between.getNano() / 1e9, within(1e-6));
            }
        }
    }
}
