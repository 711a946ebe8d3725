package ai.levqor.ops.engine.verify;

import static java.util.stream.Collectors.joining;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code jobs}: each scheduled job was run when it was due last. This one is not asked: it is under way. */
public final class JobsCheck {
    private JobsCheck() {}

    /**
     * Looks at each job.
     *
     * @param jobs those that are scheduled and were due at least once
     */
    public static Check of(Supplier<List<Punctuality>> jobs, Clock clock) {
        return new Check("jobs", () -> {
            var now = clock.instant();
            var others = jobs.get().stream()
                    .filter(job -> !job.job().equals(IntegrityWork.NAME))
                    .toList();
            if (others.isEmpty()) {
                return Finding.skipped("no job was due yet");
            }
            var wrong = others.stream().flatMap(job -> wrong(job, now).stream()).collect(joining("; "));
            return wrong.isEmpty()
                    ? Finding.passed(
                            "on time: " + others.stream().map(Punctuality::job).collect(joining(", ")))
                    : Finding.failed(wrong);
        });
    }

    private static Optional<String> wrong(Punctuality job, Instant now) {
        var late = now.isAfter(job.dueAt().plus(job.grace()));
        if (job.state().isEmpty()) {
            return late ? Optional.of(job.job() + " is overdue since " + job.dueAt()) : Optional.empty();
        }
        return switch (job.state().get()) {
            case RUNNING -> late ? said(job, "has not ended") : Optional.empty();
            case FAILED -> said(job, "failed");
            case MISSED -> said(job, "was missed");
            case ABANDONED -> said(job, "was abandoned in the middle");
            case DONE, SKIPPED, NOTED -> Optional.empty();
        };
    }

    private static Optional<String> said(Punctuality job, String what) {
        return Optional.of(job.job() + " of " + job.dueAt() + " " + what);
    }
}
