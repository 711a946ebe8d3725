package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.spi.host.SelfProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The successful share of the host's self-probes over a sliding window. A probe that throws, or is late, has failed.
 *
 * <p><b>Threading:</b> used by one thread at a time.
 */
final class Availability {
    private final Optional<Question<Boolean>> probe;
    private final Duration window;
    private final DeadlineCaller caller;
    private final LongSupplier ticker;
    private final Deque<Probed> probes = new ArrayDeque<>();

    private record Probed(long at, boolean succeeded) {}

    Availability(Optional<SelfProbe> probe, Duration window, DeadlineCaller caller, LongSupplier ticker) {
        this.probe = probe.map(it -> new Question<>("probe", it::succeeds));
        this.window = window;
        this.caller = caller;
        this.ticker = ticker;
    }

    /** Probes once, and says what the window holds. */
    Reading<Double> probe(Instant now) {
        if (probe.isEmpty()) {
            return Reading.unknown(UnknownCause.NOT_CONFIGURED);
        }
        var succeeded = caller.ask(probe.get()) instanceof Answer.Given<Boolean> given && given.value();
        var at = ticker.getAsLong();
        probes.addLast(new Probed(at, succeeded));
        while (at - probes.getFirst().at > window.toNanos()) {
            probes.removeFirst();
        }
        var successes = probes.stream().filter(Probed::succeeded).count();
        return Reading.known((double) successes / probes.size(), now);
    }
}
