package ai.levqor.ops.engine.retention;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivityLog;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A log whose every reading a test sees, and which a test can break. */
final class FakeLog implements ActivityLog {
    final List<DayRange> reads = Collections.synchronizedList(new ArrayList<>());
    final NavigableMap<Integer, Set<UserDay>> byDay = new TreeMap<>();
    final AtomicInteger handedOver = new AtomicInteger();
    volatile boolean away;

    /** Is done in the middle of a reading. */
    volatile Runnable midway = () -> {};

    /** The users from {@code first} to {@code last} were active on a day. */
    FakeLog active(LocalDate day, long first, long last) {
        var at = Math.toIntExact(day.toEpochDay());
        for (long user = first; user <= last; user++) {
            add(new UserDay(0, user, at));
        }
        return this;
    }

    private synchronized void add(UserDay seen) {
        byDay.computeIfAbsent(seen.epochDay(), none -> new LinkedHashSet<>()).add(seen);
    }

    /** Throws away what is older, as a purge does. */
    synchronized void purgeBefore(LocalDate day) {
        byDay.headMap(Math.toIntExact(day.toEpochDay())).clear();
    }

    synchronized int size() {
        return byDay.values().stream().mapToInt(Set::size).sum();
    }

    @Override
    public void write(List<UserDay> activities) {
        requireThere();
        activities.forEach(this::add);
    }

    @Override
    public synchronized void forget(long high, long low) {
        requireThere();
        byDay.values().forEach(day -> day.removeIf(seen -> seen.high() == high && seen.low() == low));
        byDay.values().removeIf(Set::isEmpty);
    }

    @Override
    public synchronized Optional<DayRange> days() {
        requireThere();
        return byDay.isEmpty()
                ? Optional.empty()
                : Optional.of(new DayRange(
                        LocalDate.ofEpochDay(byDay.firstKey()),
                        LocalDate.ofEpochDay(byDay.lastKey()).plusDays(1)));
    }

    @Override
    public void read(DayRange days, ActivitySink sink) {
        reads.add(days);
        var all = chosen(days);
        handedOver.addAndGet(all.size());
        for (int row = 0; row < all.size(); row++) {
            if (row == all.size() / 2) {
                midway.run();
                requireThere();
            }
            sink.seen(all.get(row).high(), all.get(row).low(), all.get(row).epochDay());
        }
    }

    private synchronized List<UserDay> chosen(DayRange days) {
        var from = Math.toIntExact(days.from().toEpochDay());
        var to = Math.toIntExact(days.to().toEpochDay());
        return byDay.subMap(from, to).values().stream().flatMap(Set::stream).toList();
    }

    private void requireThere() {
        if (away) {
            throw new UnavailableException("the log is away");
        }
    }
}
