package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivityLog;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A log of activity in this JVM, forgotten with it. It begins with a day that it knows only in part. It holds
 * {@value #MOST} pairs of a user and a day, of about 64 bytes each; for more than that, its oldest day is thrown away.
 */
public final class InMemoryActivityLog implements ActivityLog {
    /** Users of all days together that it has room for. */
    public static final int MOST = 1_000_000;

    private final int most;
    private final NavigableMap<Integer, Set<User>> byDay = new TreeMap<>();
    private LocalDate from;
    private int size;

    private record User(long high, long low) {}

    /** A log that begins on this day. */
    public InMemoryActivityLog(LocalDate from) {
        this(from, MOST);
    }

    InMemoryActivityLog(LocalDate from, int most) {
        this.from = requireNonNull(from, "from");
        this.most = most;
    }

    @Override
    public synchronized void write(List<UserDay> activities) {
        for (var seen : activities) {
            makeRoom();
            var day = byDay.computeIfAbsent(seen.epochDay(), none -> new HashSet<>());
            if (day.add(new User(seen.high(), seen.low()))) {
                size++;
            }
        }
    }

    private void makeRoom() {
        if (size < most) {
            return;
        }
        if (byDay.size() == 1) {
            throw new UnavailableException("the activity of one day does not fit into memory; give a database for it");
        }
        var oldest = byDay.pollFirstEntry();
        size -= oldest.getValue().size();
        from = LocalDate.ofEpochDay(oldest.getKey() + 1L);
    }

    @Override
    public synchronized void forget(long high, long low) {
        var user = new User(high, low);
        byDay.values().forEach(users -> {
            if (users.remove(user)) {
                size--;
            }
        });
        byDay.values().removeIf(Set::isEmpty);
    }

    @Override
    public synchronized Optional<DayRange> days() {
        if (byDay.isEmpty()) {
            return Optional.empty();
        }
        var first = LocalDate.ofEpochDay(byDay.firstKey());
        return Optional.of(new DayRange(
                from.isAfter(first) ? first : from,
                LocalDate.ofEpochDay(byDay.lastKey()).plusDays(1)));
    }

    @Override
    public synchronized void read(DayRange days, ActivitySink sink) {
        byDay.subMap(epochDay(days.from()), epochDay(days.to()))
                .forEach((day, users) -> users.forEach(user -> sink.seen(user.high(), user.low(), day)));
    }

    private static int epochDay(LocalDate day) {
        return Math.toIntExact(day.toEpochDay());
    }
}
