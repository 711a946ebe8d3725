package ai.levqor.ops.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.schedule.Daily;
import ai.levqor.ops.schedule.Every;
import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobsAtTheirTimesTest {
    private static final Daily NIGHTLY = new Daily(LocalTime.of(0, 5), ZoneOffset.UTC);
    private static final Every FIVE_MINUTES = new Every(Duration.ofMinutes(5));

    private final InMemoryStateStore store = new InMemoryStateStore();

    @Test
    @DisplayName("a job begins at its time, not before, and once")
    void atItsTime() {
        try (var scene = new JobScene(store, NIGHTLY, true)) {
            scene.jobs.look();
            scene.jumpTo("2026-03-02T00:04:59.999Z");
            assertThat(scene.work.begun).hasValue(0);

            scene.jumpTo("2026-03-02T00:05:00Z");
            scene.finish();
            scene.pass(Duration.ofHours(3));

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.seen()).containsExactly("2026-03-02T00:05:00Z DONE");
            assertThat(scene.counted(State.DONE)).isEqualTo(1);
            assertThat(scene.jobs.all(1).get(0).next()).contains(java.time.Instant.parse("2026-03-03T00:05:00Z"));
        }
    }

    @Test
    @DisplayName("a job of every five minutes runs 288 times a day, each time on the grid, whenever the loop looks")
    void noDrift() {
        try (var scene = new JobScene(store, FIVE_MINUTES, true)) {
            scene.jobs.look();

            for (var left = Duration.ofDays(1); !left.isZero(); left = left.minusSeconds(48)) {
                scene.pass(Duration.ofSeconds(48));
                scene.finish();
            }

            assertThat(scene.work.begun).hasValue(288);
            assertThat(scene.entries()).allSatisfy(entry -> {
                assertThat(entry.state()).isEqualTo(State.DONE);
                assertThat(entry.fire().at().getEpochSecond() % 300).isZero();
            });
        }
    }

    @Test
    @DisplayName("a run that goes on keeps the next ones from beginning; they are skipped, and counted")
    void overlap() {
        try (var scene = new JobScene(store, FIVE_MINUTES, true)) {
            var goOn = new CountDownLatch(1);
            scene.work.run = FakeWork.until(goOn, true);
            scene.jobs.look();

            for (int i = 0; i < 3; i++) {
                scene.pass(Duration.ofMinutes(5));
            }
            goOn.countDown();
            scene.finish();

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.seen())
                    .containsExactly(
                            "2026-03-01T12:15:00Z SKIPPED",
                            "2026-03-01T12:10:00Z SKIPPED",
                            "2026-03-01T12:05:00Z DONE");
            assertThat(scene.counted(State.SKIPPED)).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("after three times without anybody there, the newest is run late, and the others are missed")
    void late() {
        try (var before = new JobScene(store, NIGHTLY, true)) {
            before.jobs.look();
        }

        try (var scene = new JobScene(store, NIGHTLY, true)) {
            scene.jumpTo("2026-03-04T12:05:00Z");
            scene.finish();

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.seen())
                    .containsExactly(
                            "2026-03-04T00:05:00Z DONE", "2026-03-03T00:05:00Z MISSED", "2026-03-02T00:05:00Z MISSED");
            assertThat(scene.counted(State.MISSED)).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("later than the grace allows, nothing runs and all are missed")
    void tooLate() {
        try (var before = new JobScene(store, NIGHTLY, true)) {
            before.jobs.look();
        }

        try (var scene = new JobScene(store, NIGHTLY, true)) {
            scene.jumpTo("2026-03-04T12:05:00.001Z");

            assertThat(scene.work.begun).hasValue(0);
            assertThat(scene.entries())
                    .hasSize(3)
                    .allSatisfy(entry -> assertThat(entry.state()).isEqualTo(State.MISSED));
        }
    }

    @Test
    @DisplayName("after a year without anybody there, the ten newest are named, and the rest is counted in a note")
    void aYear() {
        try (var before = new JobScene(store, FIVE_MINUTES, true)) {
            before.jobs.look();
        }

        try (var scene = new JobScene(store, FIVE_MINUTES, true)) {
            scene.jumpTo("2027-03-01T12:00:00Z");
            scene.finish();

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.entries()).hasSize(11);
            assertThat(scene.entries().get(10).note()).contains("1000 or more before it");
        }
    }

    @Test
    @DisplayName("a clock that is set back and forth by an hour runs each time once")
    void anHourBack() {
        try (var scene = new JobScene(store, NIGHTLY, true)) {
            scene.jobs.look();
            scene.jumpTo("2026-03-02T00:05:00Z");
            scene.finish();

            scene.jumpTo("2026-03-01T23:05:01Z");
            scene.jumpTo("2026-03-02T00:05:00Z");
            scene.jumpTo("2026-03-02T01:05:00Z");
            scene.jumpTo("2026-03-02T00:04:00Z");
            scene.jumpTo("2026-03-02T00:06:00Z");
            scene.finish();

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.seen()).containsExactly("2026-03-02T00:05:00Z DONE");
        }
    }

    @Test
    @DisplayName("a clock that was a year ahead for a while has no last word, also after a restart")
    void aYearAhead() {
        try (var ahead = new JobScene(store, NIGHTLY, true)) {
            ahead.jobs.look();
            ahead.jumpTo("2027-03-02T00:05:00Z");
            ahead.finish();
            ahead.jumpTo("2026-03-02T00:05:00Z");
            ahead.finish();
            assertThat(ahead.work.begun).hasValue(1); // set back to it, so it is not after it
        }

        try (var scene = new JobScene(store, NIGHTLY, true)) {
            scene.jumpTo("2026-03-02T12:00:00Z");
            scene.jumpTo("2026-03-03T00:05:00Z");
            scene.finish();

            assertThat(scene.work.begun).hasValue(1);
            assertThat(scene.seen().get(0)).isEqualTo("2026-03-03T00:05:00Z DONE");
        }
    }
}
