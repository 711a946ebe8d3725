package ai.levqor.ops.engine.retention;

import ai.levqor.ops.policy.retention.Cohorts;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what it counts in the database if that lets it, else only reads. Which of the two, is found out once, when the
 * database first answers.
 */
final class ChosenPlan implements RetentionPlan {
    private static final Logger LOG = LoggerFactory.getLogger(ChosenPlan.class);

    private final Supplier<Optional<String>> whyNot;
    private final RetentionPlan durable;
    private final RetentionPlan reading;
    private volatile Optional<RetentionPlan> chosen = Optional.empty();

    /**
     * @param whyNot says why nothing can be kept in the database; empty if it can
     * @param durable keeps what it counts there
     * @param reading only reads
     */
    ChosenPlan(Supplier<Optional<String>> whyNot, RetentionPlan durable, RetentionPlan reading) {
        this.whyNot = whyNot;
        this.durable = durable;
        this.reading = reading;
    }

    private RetentionPlan plan() {
        return chosen.orElseGet(this::choose);
    }

    private synchronized RetentionPlan choose() {
        if (chosen.isPresent()) {
            return chosen.get();
        }
        var why = whyNot.get();
        var plan = why.isEmpty() ? durable : reading;
        why.ifPresent(reason -> LOG.info("active users are counted without writing to the database: {}", reason));
        chosen = Optional.of(plan);
        return plan;
    }

    @Override
    public String name() {
        return chosen.map(RetentionPlan::name).orElse("not chosen yet");
    }

    @Override
    public Night bringUpTo(LocalDate through, Consumer<Progress> progress) {
        return plan().bringUpTo(through, progress);
    }

    @Override
    public List<RetentionRow> rows(DayRange days) {
        return plan().rows(days);
    }

    @Override
    public Cohorts cohorts(DayRange firstDays) {
        return plan().cohorts(firstDays);
    }

    @Override
    public void forget(long high, long low) {
        plan().forget(high, low);
    }
}
