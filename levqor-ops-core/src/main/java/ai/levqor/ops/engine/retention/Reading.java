package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionPlan.Progress;
import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Reads days of a log into a counter, many rows at a time. It gives up when its thread is interrupted, and when the counter
 * has more users than it may; the days it has met so far are its progress.
 *
 * <p><b>Threading:</b> for one thread, once.
 */
final class Reading implements ActivitySink {
    private static final int TELL_EVERY = 64;

    private final ActivityCounter counter;
    private final DayRange days;
    private final long mostUsers;
    private final Consumer<Progress> progress;
    private final String phase;
    private final int firstDay;
    private final BitSet met;
    private final ActivityBatch batch;
    private int batches;
    private boolean tooMany;

    Reading(ActivityCounter counter, DayRange days, long mostUsers, String phase, Consumer<Progress> progress) {
        this.counter = counter;
        this.days = days;
        this.mostUsers = mostUsers;
        this.phase = phase;
        this.progress = progress;
        this.firstDay = Math.toIntExact(days.from().toEpochDay());
        this.met = new BitSet(days.days());
        this.batch = new ActivityBatch(counter);
    }

    /** Reads to the end; {@code false} if there are more users than there may be. */
    boolean of(ActivitySource source) {
        progress.accept(new Progress(phase, 0, days.days()));
        try {
            source.read(days, this);
            batch.count();
            counted();
        } catch (TooManyUsers e) {
            return false;
        } catch (RuntimeException e) {
            if (tooMany) {
                return false; // the source has wrapped it
            }
            throw e;
        }
        progress.accept(new Progress(phase, days.days(), days.days()));
        return !tooMany;
    }

    @Override
    public void seen(long high, long low, int epochDay) {
        meet(epochDay);
        batch.seen(high, low, epochDay);
        if (batch.isEmpty()) {
            counted();
        }
    }

    @Override
    public void seen(long[] ids, int[] epochDays, int count) {
        meet(epochDays, count);
        batch.seen(ids, epochDays, count);
        counted();
    }

    @Override
    public void seen(long[] highs, long[] lows, int[] epochDays, int count) {
        meet(epochDays, count);
        batch.seen(highs, lows, epochDays, count);
        counted();
    }

    private void meet(int[] epochDays, int count) {
        for (int i = 0; i < count; i++) {
            if (i == 0 || epochDays[i] != epochDays[i - 1]) { // rows of one day mostly come together
                meet(epochDays[i]);
            }
        }
    }

    private void meet(int epochDay) {
        var day = epochDay - firstDay;
        if (day < 0 || day >= days.days()) {
            throw new IllegalStateException("the source of activity hands over a day that it was not asked for");
        }
        met.set(day);
    }

    private void counted() {
        if (counter.users() > mostUsers) {
            tooMany = true;
            throw new TooManyUsers();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("the count was interrupted");
        }
        if (++batches % TELL_EVERY == 0) {
            progress.accept(new Progress(phase, met.cardinality(), days.days()));
        }
    }

    /** Ends the reading early. */
    private static final class TooManyUsers extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyUsers() {
            super("more users than the heap has room for", null, false, false);
        }
    }
}
