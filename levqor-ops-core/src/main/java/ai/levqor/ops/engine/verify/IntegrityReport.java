package ai.levqor.ops.engine.verify;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.verify.Finding.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run has found.
 *
 * @param startedAt when it began
 * @param computedAt when it ended
 * @param took how long it took, by a clock that is never set
 * @param checks each check, in their order
 */
public record IntegrityReport(Instant startedAt, Instant computedAt, Duration took, List<Checked> checks) {

    public IntegrityReport {
        requireNonNull(startedAt, "startedAt");
        requireNonNull(computedAt, "computedAt");
        requireNonNull(took, "took");
        checks = List.copyOf(checks);
    }

    /**
     * One check.
     *
     * @param name of the check
     * @param finding what it has found
     * @param took how long that took
     */
    public record Checked(String name, Finding finding, Duration took) {

        /** Whether it has found this. */
        public boolean is(Status status) {
            return finding.status() == status;
        }
    }

    /** Whether no check has failed. */
    public boolean ok() {
        return failing().isEmpty();
    }

    /** The checks that have failed. */
    public List<Checked> failing() {
        return checks.stream().filter(check -> check.is(Status.FAILED)).toList();
    }

    /** How many checks have found this. */
    public long count(Status status) {
        return checks.stream().filter(check -> check.is(status)).count();
    }
}
