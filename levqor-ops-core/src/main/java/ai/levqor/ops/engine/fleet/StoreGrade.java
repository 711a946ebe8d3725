package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.spi.ServerCondition;
import ai.levqor.ops.spi.ServerCondition.Durability;
import ai.levqor.ops.spi.ServerReporting;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What outlasts the end of the state store's server, asked once a minute at the most.
 *
 * <p><b>Threading:</b> safe for many threads; whoever comes while another asks is told what was known before.
 */
public final class StoreGrade {
    private static final long ASKED_FOR = Duration.ofMinutes(1).toNanos();

    private final Optional<Question<ServerCondition>> question;
    private final DeadlineCaller caller;
    private final LongSupplier ticker;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<Durability> known = Optional.empty();
    private long asked;
    private boolean ever;

    /** The grade of this store, if it lives on a server that tells. */
    public StoreGrade(StateStore store, DeadlineCaller caller, LongSupplier ticker) {
        this.question = store instanceof ServerReporting server
                ? Optional.of(new Question<>("durability", server::condition))
                : Optional.empty();
        this.caller = caller;
        this.ticker = ticker;
    }

    /** The grade as it is known; empty if there is no such server, or it has not told yet. */
    public Optional<Durability> known() {
        if (question.isPresent() && asking.tryLock()) {
            try {
                if (!ever || ticker.getAsLong() - asked >= ASKED_FOR) {
                    asked = ticker.getAsLong();
                    // While it is away, the state itself says so.
                    if (caller.ask(question.get()) instanceof Answer.Given<ServerCondition> given) {
                        ever = true;
                        known = Optional.of(given.value().durability());
                    }
                }
            } finally {
                asking.unlock();
            }
        }
        return known;
    }
}
