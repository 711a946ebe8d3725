package ai.levqor.ops.engine.job;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the fire store under the deadline. What does not come back is empty, counted, and logged when it begins.
 *
 * <p><b>Threading:</b> safe for many threads; one at a time asks.
 */
final class FireDesk {
    /** What its faults are counted under. */
    static final String NAME = "fires";

    private final FireStore store;
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final Question<Boolean> question;
    private volatile Runnable call = () -> {};
    private volatile boolean well = true;

    FireDesk(FireStore store, DeadlineCaller caller, FaultLog faults) {
        this.store = store;
        this.caller = caller;
        this.faults = faults;
        this.question = new Question<>(NAME, () -> {
            call.run();
            return true;
        });
    }

    Optional<Taking> take(Request request) {
        return ask(() -> store.take(request));
    }

    Optional<Boolean> beat(Claim claim) {
        return ask(() -> store.beat(claim));
    }

    Optional<Boolean> settle(Claim claim, State state, String note) {
        return ask(() -> store.settle(claim, state, note));
    }

    Optional<List<Entry>> newest(String job, int most) {
        return ask(() -> store.newest(job, most));
    }

    /** Whether the store answered when it was last asked. */
    boolean isWell() {
        return well;
    }

    private synchronized <T> Optional<T> ask(Supplier<T> asked) {
        var answer = new AtomicReference<@Nullable T>();
        call = () -> answer.set(asked.get());
        var given = caller.ask(question);
        well = given instanceof Answer.Given;
        if (!well) {
            faults.fault(NAME, given);
            return Optional.empty();
        }
        faults.over(NAME);
        return Optional.ofNullable(answer.get());
    }
}
