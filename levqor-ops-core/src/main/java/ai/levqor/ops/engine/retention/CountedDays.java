package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.policy.retention.ActiveDay;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStore.Versioned;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The days that were counted, in the state store: a restart, a purge of the log and another process find them there.
 *
 * <p><b>Threading:</b> kept by one thread at a time, read by any.
 */
final class CountedDays {
    static final String STATE_KEY = "retention";

    private static final Logger LOG = LoggerFactory.getLogger(CountedDays.class);
    private static final int ATTEMPTS = 3;

    private final RetentionSetup setup;
    private final StateStore store;
    private final Clock clock;
    private volatile Optional<KeptRows> last = Optional.empty();

    CountedDays(RetentionSetup setup, StateStore store, Clock clock) {
        this.setup = setup;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Adds what a night has counted, all of it or nothing.
     *
     * @param days that were counted, the first of them being {@code from}
     * @throws UnavailableException if the store cannot be written
     */
    Night keep(List<ActiveDay> days, LocalDate from, RowMaker maker, LocalDate through) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var made = days.subList(Math.max(0, days.size() - KeptRows.MOST), days.size()).stream()
                .filter(day -> !day.day().isAfter(through))
                .map(day -> maker.row(day, now))
                .toList();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var stored = store.read(STATE_KEY);
            var before = decoded(stored);
            var lateFrom = before.last()
                    .map(last -> last.plusDays(1).minusDays(setup.lateDays()))
                    .orElse(LocalDate.MIN);
            var merged = before.with(made, from, lateFrom, now);
            if (merged.rows().equals(before) || written(stored, merged.rows())) {
                last = Optional.of(merged.rows());
                return new Night(Outcome.DONE, merged.counted(), merged.revised(), 0);
            }
        }
        throw new UnavailableException("the state store is written by others all the time");
    }

    private boolean written(Optional<Versioned> stored, KeptRows rows) {
        return store.compareAndSet(STATE_KEY, stored.map(Versioned::version), KeptRowsCodec.encode(rows))
                .isPresent();
    }

    /**
     * These days, oldest first; one that was not counted is there as missing.
     *
     * @throws UnavailableException if they were never read, and cannot be
     */
    List<RetentionRow> rows(DayRange days) {
        var known = last.orElseGet(() -> decoded(store.read(STATE_KEY)));
        last = Optional.of(known);
        return known.of(days);
    }

    private static KeptRows decoded(Optional<Versioned> stored) {
        try {
            return stored.map(it -> KeptRowsCodec.decode(it.value())).orElse(KeptRows.NONE);
        } catch (IllegalArgumentException e) {
            LOG.atWarn().setCause(e).log("what was counted before cannot be read, and is counted afresh");
            return KeptRows.NONE;
        }
    }
}
