package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Asks about days under the deadline, for one asker at a time.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class RangeQuestion<T> {
    private final String name;
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final ReentrantLock turn = new ReentrantLock();
    private final Question<T> question;
    private volatile DayRange days = DayRange.of(LocalDate.EPOCH);

    RangeQuestion(String name, Function<DayRange, T> source, DeadlineCaller caller, FaultLog faults) {
        this.name = name;
        this.caller = caller;
        this.faults = faults;
        this.question = new Question<>(name, () -> source.apply(days));
    }

    /**
     * The answer.
     *
     * @throws UnavailableException if there is none in time
     */
    T ask(DayRange about) {
        turn.lock();
        try {
            days = about;
            var answer = caller.ask(question);
            if (answer instanceof Answer.Given<T> given) {
                faults.over(name);
                return given.value();
            }
            faults.fault(name, answer);
            throw answer instanceof Answer.Failed<T> failed
                    ? new UnavailableException("what was counted cannot be read now", failed.cause())
                    : new UnavailableException("what was counted cannot be read in time");
        } finally {
            turn.unlock();
        }
    }
}
