package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.schedule.Every;
import ai.levqor.ops.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of the jobs.
 *
 * @param how whether they run by themselves, and how long whoever asks waits
 * @param times when they run
 * @param grace how late a job may begin; zero or more
 * @param timeout how long a job may take; above zero
 * @param backupTimeout how long a backup may take; above zero
 */
public record JobSetup(Jobs.Setup how, Times times, Duration grace, Duration timeout, Duration backupTimeout) {
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    public JobSetup {
        requireNonNull(how, "how");
        requireNonNull(times, "times");
        if (grace.isNegative() || timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("grace must be >= 0 and timeout > 0, were " + grace + " and " + timeout);
        }
    }

    /**
     * When each job runs; empty if only when asked.
     *
     * @param retention counts active users
     * @param watchdog how often it looks
     * @param summary sends the summary of the day
     * @param backup runs the host's backup
     * @param costForecast writes the forecast of the cost
     * @param integrity checks everything
     */
    public record Times(
            Optional<Schedule> retention,
            Duration watchdog,
            Optional<Schedule> summary,
            Optional<Schedule> backup,
            Optional<Schedule> costForecast,
            Optional<Schedule> integrity) {}

    /** Rules of a job that does no harm if it is done again, and is tried again when it fails. */
    public JobRules repeatable(Optional<Schedule> schedule) {
        return new JobRules(schedule, grace, timeout, true, JobRules.USUAL_RETRIES);
    }

    /** Rules of a job whose failure is an answer: it is taken over from a dead instance, and not tried again. */
    public JobRules answering(Optional<Schedule> schedule) {
        return new JobRules(schedule, grace, timeout, true, List.of());
    }

    /** Rules of the host's backup, which is done once. It ends by itself first, and says how. */
    public JobRules backup() {
        return new JobRules(times.backup(), grace, backupTimeout.plus(LAST_WORDS), false, List.of());
    }

    /** Rules of the watchdog: a look that is half a period late is none. */
    public JobRules watchdog() {
        var every = times.watchdog();
        return new JobRules(
                Optional.of(new Every(every)),
                shorter(grace, every.dividedBy(2)),
                shorter(timeout, every),
                true,
                List.of());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
