package ai.levqor.ops.policy.recovery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the guards remember.
 *
 * @param lastRun when a recovery last began, whoever asked for it
 * @param automaticRuns when automatic recoveries began within the last hour, oldest first
 * @param latchedSince since when automatic recoveries wait for a person
 */
public record RecoveryGuards(Optional<Instant> lastRun, List<Instant> automaticRuns, Optional<Instant> latchedSince) {

    /** Nothing has happened yet. */
    public static final RecoveryGuards START = new RecoveryGuards(Optional.empty(), List.of(), Optional.empty());

    private static final Duration HOUR = Duration.ofHours(1);

    public RecoveryGuards {
        requireNonNull(lastRun, "lastRun");
        requireNonNull(latchedSince, "latchedSince");
        automaticRuns = List.copyOf(automaticRuns);
    }

    /** A person lets automatic recoveries happen again, and their count begins at zero. */
    public RecoveryGuards released() {
        return new RecoveryGuards(lastRun, List.of(), Optional.empty());
    }

    /**
     * These guards as they are at this time: runs of more than an hour ago are forgotten, and a clock that went back leaves
     * no run in the future, so that nothing waits longer than it should.
     */
    public RecoveryGuards at(Instant now) {
        var recent = new ArrayList<>(automaticRuns);
        recent.replaceAll(run -> notAfter(run, now));
        recent.removeIf(run -> Duration.between(run, now).compareTo(HOUR) >= 0);
        return new RecoveryGuards(lastRun.map(run -> notAfter(run, now)), recent, latchedSince);
    }

    RecoveryGuards afterManual(Instant now) {
        return new RecoveryGuards(Optional.of(now), automaticRuns, latchedSince);
    }

    RecoveryGuards afterAutomatic(Instant now, int mostPerHour) {
        var runs = new ArrayList<>(automaticRuns);
        runs.add(now);
        return new RecoveryGuards(Optional.of(now), runs, runs.size() >= mostPerHour ? Optional.of(now) : latchedSince);
    }

    private static Instant notAfter(Instant time, Instant now) {
        return time.isAfter(now) ? now : time;
    }
}
