package ai.levqor.ops.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.backup.BackupWork.Backup;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.BackupJob;
import ai.levqor.ops.spi.host.BackupResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the job that backs up")
class BackupWorkTest {
    private final AtomicLong nanos = new AtomicLong();

    private BackupWork work(BackupJob job) {
        return new BackupWork(Optional.of(new Backup(job, "./backup.sh with 1 argument")), nanos::get);
    }

    @Test
    @DisplayName("is skipped if the host gives no backup")
    void none() {
        var work = new BackupWork(Optional.empty(), nanos::get);
        var skipped = new Ending(Outcome.SKIPPED, "the host gives no backup", List.of());

        assertThat(work.run(progress -> {})).isEqualTo(skipped);
        assertThat(work.rehearse()).contains(skipped);
    }

    @Test
    @DisplayName("tells what became of it in numbers, with the time it took")
    void counts() {
        var work = work(() -> {
            nanos.addAndGet(1_500_000_000);
            return new BackupResult(true, "made", List.of("a line"), Map.of("output_bytes", 7L, "exit_code", 0L));
        });

        assertThat(work.run(progress -> {}))
                .isEqualTo(new Ending(
                        Outcome.DONE,
                        "made",
                        List.of(new Count("exit_code", 0), new Count("output_bytes", 7), new Count("millis", 1500))));
    }

    @Test
    @DisplayName("fails with the backup, and with what its code throws")
    void failure() {
        assertThat(work(() -> BackupResult.failed("disk full"))
                        .run(progress -> {})
                        .outcome())
                .isEqualTo(Outcome.FAILED);
        assertThatThrownBy(() -> work(() -> {
                            throw new UnavailableException("away");
                        })
                        .run(progress -> {}))
                .hasMessage("away");
    }

    @Test
    @DisplayName("that is interrupted has failed, and the interrupt goes on")
    void interrupted() {
        var ending = work(() -> {
                    throw new InterruptedException();
                })
                .run(progress -> {});

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ending.message()).isEqualTo("interrupted before it was made");
    }

    @Test
    @DisplayName("rehearsed says what would run, and runs nothing")
    void rehearsal() {
        var work = work(() -> {
            throw new AssertionError("it must not run");
        });

        assertThat(work.rehearse())
                .contains(new Ending(Outcome.DONE, "would run ./backup.sh with 1 argument", List.of()));
    }
}
