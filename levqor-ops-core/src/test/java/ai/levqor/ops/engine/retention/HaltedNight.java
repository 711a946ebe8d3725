package ai.levqor.ops.engine.retention;

import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.Steps;
import java.time.LocalDate;
import org.postgresql.ds.PGSimpleDataSource;

/** Another process that does a night and is gone in the middle of it: {@code URL DAY STEP}. */
final class HaltedNight {
    /** Its exit value. */
    static final int HALTED = 137;

    /** The step that is none. */
    static final int AFTER_THE_COMMIT = -1;

    private HaltedNight() {}

    public static void main(String[] args) {
        var database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        var steps = new Steps(database, connection -> Runtime.getRuntime().halt(HALTED));
        var plan = DurablePlanDeathTest.plan(steps.database(), true);
        var step = Integer.parseInt(args[2]);
        if (step == AFTER_THE_COMMIT) {
            plan.rows(DayRange.of(LocalDate.EPOCH));
            steps.dieAfterCommit();
        } else {
            steps.dieAt(step);
        }
        plan.bringUpTo(LocalDate.parse(args[1]), progress -> {});
    }
}
