package ai.levqor.ops.engine;

import ai.levqor.ops.engine.SourceHealth.Status;
import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.spi.billing.Spend;
import ai.levqor.ops.spi.state.FlagReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns answers into readings, and says how each source fares. */
final class SourceJudge {
    private final Duration maxAge;
    private final Set<String> needed;
    private final FaultLog faults;

    /**
     * @param maxAge a sample further than this from now is stale
     * @param needed the sources that ought to be there, so that their absence is worth a word
     */
    SourceJudge(Duration maxAge, Set<String> needed, FaultLog faults) {
        this.maxAge = maxAge;
        this.needed = needed;
        this.faults = faults;
    }

    /** A hearing of all sources at one moment. */
    Hearing hearing(Instant now) {
        return new Hearing(now);
    }

    /** Collects how the sources of one observation fare. */
    final class Hearing {
        private final Instant now;
        private final List<SourceHealth> sources = new ArrayList<>();

        private Hearing(Instant now) {
            this.now = now;
        }

        List<SourceHealth> sources() {
            return List.copyOf(sources);
        }

        /** What a source said; an old sample is passed on with its time, for the policy to judge. */
        <T> Reading<T> reading(Optional<Question<T>> question, String name, Function<T, Instant> sampledAt) {
            if (question.isEmpty()) {
                if (needed.contains(name)) {
                    sources.add(new SourceHealth(name, Status.DEGRADED, "not configured"));
                }
                return Reading.unknown(UnknownCause.NOT_CONFIGURED);
            }
            return heard(question.get(), sampledAt, true);
        }

        /** Spend changes slowly: it has an age limit of its own, in the policy. */
        Reading<Spend> spend(Optional<Question<Spend>> question) {
            return question.isEmpty()
                    ? reading(question, "spend", Spend::sampledAt)
                    : heard(question.get(), Spend::sampledAt, false);
        }

        /** Flags whose content is bad still hold their last good values. */
        Optional<FlagReading> flags(Question<FlagReading> question) {
            if (question.answer() instanceof Answer.Given<FlagReading> given
                    && given.value().problem().isPresent()) {
                note("flags", Status.DEGRADED, given.value().problem().get(), Optional.empty());
                return Optional.of(given.value());
            }
            return heard(question, known -> now, false).value();
        }

        private <T> Reading<T> heard(Question<T> question, Function<T, Instant> sampledAt, boolean ages) {
            var answer = question.answer();
            if (answer instanceof Answer.Given<T> given) {
                var time = sampledAt.apply(given.value());
                var stale = ages && Duration.between(time, now).abs().compareTo(maxAge) > 0;
                note(question.name(), stale ? Status.DEGRADED : Status.UP, stale ? "stale" : "", Optional.empty());
                return Reading.known(given.value(), time);
            }
            if (answer instanceof Answer.Failed<T> failed) {
                note(question.name(), Status.DEGRADED, "failed", Optional.of(failed.cause()));
                return Reading.unknown(UnknownCause.FAILED);
            }
            note(question.name(), Status.DEGRADED, "late", Optional.empty());
            return Reading.unknown(UnknownCause.LATE);
        }

        private void note(String name, Status status, String detail, Optional<Throwable> cause) {
            sources.add(new SourceHealth(name, status, detail));
            if (status == Status.UP) {
                faults.over(name);
            } else {
                faults.fault(name, detail, cause);
            }
        }
    }
}
