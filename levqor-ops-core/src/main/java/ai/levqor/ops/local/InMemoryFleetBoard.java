package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.fleet.FleetBoard;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A board for the instances of one process, such as those of a test. Safe for many threads.
 */
public final class InMemoryFleetBoard implements FleetBoard {
    private final LongSupplier ticker;
    private final TreeMap<String, Note> notes = new TreeMap<>(); // guarded by this

    /**
     * An empty board.
     *
     * @param ticker nanoseconds that only go forward, such as {@link System#nanoTime}
     */
    public InMemoryFleetBoard(LongSupplier ticker) {
        this.ticker = requireNonNull(ticker, "ticker");
    }

    @Override
    public synchronized List<Posted> post(String instance, String report, Duration length) {
        FleetBoard.requirePost(instance, report, length);
        var now = ticker.getAsLong();
        notes.put(instance, new Note(report, now, now + length.toNanos()));
        takeDown(now);
        return notes.entrySet().stream()
                .map(note -> new Posted(
                        note.getKey(), Duration.ofNanos(now - note.getValue().since), note.getValue().report))
                .toList();
    }

    @Override
    public synchronized List<String> instances() {
        takeDown(ticker.getAsLong());
        return List.copyOf(notes.keySet());
    }

    @Override
    public synchronized void leave(String instance) {
        notes.remove(FleetBoard.requireInstance(instance));
    }

    private void takeDown(long now) {
        notes.values().removeIf(note -> note.until - now <= 0);
    }

    private record Note(String report, long since, long until) {}
}
