package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.cost.CostReport.SourceState;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * One source, what is known of it, and when it is to be read again.
 *
 * <pre>
 * after a good read: the time between two reads
 * after the n-th bad one in a row: 30 s x 2^(n-1), that time at the most, and no sooner than the source has asked for
 * </pre>
 *
 * <p><b>Threading:</b> used by one thread at a time, but for {@link #isDue}; {@link #question} is answered by another.
 */
final class Account {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 20;

    private final String name;
    private final Duration every;
    private final CostContext around;
    private final Memory<Optional<KnownCosts>> memory;
    private final Question<BilledCosts> question;
    private Optional<KnownCosts> known = Optional.empty();
    private SourceState state = SourceState.UNREAD;
    private volatile Due due = new Due(Instant.MIN, Instant.MIN);
    private int failures;
    private volatile LocalDate from = LocalDate.EPOCH;
    private volatile Instant now = Instant.EPOCH;

    Account(String name, BillingSource source, Duration every, CostContext around) {
        this.name = name;
        this.every = every;
        this.around = around;
        this.memory = new Memory<>(
                "cost." + name,
                Optional.empty(),
                new KnownCostsCodec(),
                around.state(),
                around.caller(),
                around.faults());
        this.question = new Question<>(fault(), () -> source.costs(from, now));
    }

    /** Under which its faults are counted. */
    String fault() {
        return "cost-" + name;
    }

    boolean isDue(Instant at) {
        return due.has(at);
    }

    /**
     * When it is to be read again.
     *
     * @param set when that was decided; a clock that shows an earlier time was set back
     */
    private record Due(Instant set, Instant time) {
        static Due after(Duration pause, Instant now) {
            return new Due(now, now.plus(pause));
        }

        boolean has(Instant at) {
            return !at.isBefore(time) || at.isBefore(set);
        }
    }

    /**
     * Takes over what is kept of it, if that is newer: what was read before a restart, or by another instance.
     *
     * @return whether it is still to be read
     */
    boolean lookUp(Instant at) {
        var kept = memory.load();
        if (kept.isPresent()
                && known.map(it -> kept.get().readAt().isAfter(it.readAt())).orElse(true)) {
            known = kept;
            if (state == SourceState.UNREAD) {
                state = SourceState.LAST_GOOD;
            }
            var next = Due.after(every, kept.get().readAt());
            if (!next.has(at)) {
                state = SourceState.FRESH;
                due = next;
            }
        }
        return isDue(at);
    }

    /** What is to be asked now. */
    Question<BilledCosts> question(Instant at) {
        var today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        var first = KnownCosts.first(today);
        from = known.map(KnownCosts::openFrom)
                .filter(open -> open.isAfter(first))
                .orElse(first);
        if (from.isAfter(today)) {
            from = today; // the clock has been set back
        }
        now = at;
        return question;
    }

    /** Takes what was answered. */
    void take(Instant at) {
        if (question.answer() instanceof Answer.Given<BilledCosts> given) {
            try {
                var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
                accept(KnownCosts.after(known, given.value(), at, today), at);
            } catch (IllegalArgumentException e) {
                fail(at, new Answer.Failed<>(e));
            }
        } else {
            fail(at, question.answer());
        }
    }

    private void accept(KnownCosts next, Instant at) {
        known = Optional.of(next);
        state = SourceState.FRESH;
        failures = 0;
        due = Due.after(every, at);
        around.faults().over(fault());
        keep(next);
    }

    /** Another instance may have written meanwhile; then the later one of both stays. */
    private void keep(KnownCosts next) {
        for (var attempt = 0; attempt < 2; attempt++) {
            if (memory.save(Optional.of(next)) || !memory.usable()) {
                return;
            }
            var theirs = memory.load();
            if (theirs.isPresent() && theirs.get().readAt().isAfter(next.readAt())) {
                known = theirs;
                return;
            }
        }
    }

    private void fail(Instant at, Answer<?> answer) {
        state = known.isPresent() ? SourceState.LAST_GOOD : SourceState.UNREAD;
        due = Due.after(pause(answer), at);
        failures++;
        around.faults().fault(fault(), answer);
    }

    private Duration pause(Answer<?> answer) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        var own = doubled.compareTo(every) < 0 ? doubled : every;
        var asked = answer instanceof Answer.Failed<?> failed && failed.cause() instanceof UnavailableException known
                ? known.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        return asked.compareTo(own) > 0 ? asked : own;
    }

    /** What is known of it now. */
    SourceBook book() {
        return SourceBook.of(name, state, known);
    }
}
