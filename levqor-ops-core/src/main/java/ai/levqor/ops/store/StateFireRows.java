package ai.levqor.ops.store;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStore.Versioned;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** The rows in the values of a {@link StateStore}, for one call. Remembers what it has read last. */
final class StateFireRows implements FireRows {
    private static final int TRIES = 64;

    /** Whoever was too late waits for a random time, up to this at last. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(20);

    private final StateStore store;
    private Optional<Versioned> last = Optional.empty();

    StateFireRows(StateStore store) {
        this.store = store;
    }

    @Override
    public Optional<FireRow> find(Fire fire) {
        return in(read(fire.job()), fire);
    }

    @Override
    public boolean insert(FireRow row) {
        return change(row.fire(), rows -> {
            if (in(rows, row.fire()).isPresent()) {
                return Optional.empty();
            }
            var more = new ArrayList<>(rows);
            more.add(row);
            return Optional.of(more);
        });
    }

    @Override
    public boolean replace(FireRow found, FireRow by) {
        return change(found.fire(), rows -> {
            var at = rows.indexOf(found);
            if (at < 0) {
                return Optional.empty();
            }
            var others = new ArrayList<>(rows);
            others.set(at, by);
            return Optional.of(others);
        });
    }

    @Override
    public List<FireRow> newest(String job, int most) {
        var rows = new ArrayList<>(read(job));
        Collections.reverse(rows);
        return rows.subList(0, Math.min(most, rows.size()));
    }

    /** Starts from what was read last. */
    private boolean change(Fire fire, Function<List<FireRow>, Optional<List<FireRow>>> change) {
        var key = key(fire.job());
        var rows = parsed(fire.job());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            var changed = change.apply(rows);
            if (changed.isEmpty()) {
                return false;
            }
            var text = FireRowsJson.text(FireRoom.fit(changed.get()));
            if (store.compareAndSet(key, last.map(Versioned::version), text).isPresent()) {
                return true;
            }
            letOthersEnd(fire, attempt);
            rows = read(fire.job());
        }
        throw new UnavailableException(key + " was changed by somebody else " + TRIES + " times in a row, and "
                + fire.id() + " is not written");
    }

    private List<FireRow> read(String job) {
        last = store.read(key(job));
        return parsed(job);
    }

    private List<FireRow> parsed(String job) {
        try {
            return last.map(versioned -> FireRowsJson.parse(job, versioned.value()))
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            throw new UnavailableException(
                    key(job)
                            + " holds something else than fires, and is left as it is; remove it to forget the job's runs",
                    e);
        }
    }

    private static Optional<FireRow> in(List<FireRow> rows, Fire fire) {
        return rows.stream().filter(row -> row.fire().equals(fire)).findFirst();
    }

    private static void letOthersEnd(Fire fire, int attempt) {
        var most = Math.min(LONGEST_WAIT, TimeUnit.MILLISECONDS.toNanos(1) << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("the change of " + fire.id() + " was interrupted");
        }
    }

    private static String key(String job) {
        return "fires." + job;
    }
}
