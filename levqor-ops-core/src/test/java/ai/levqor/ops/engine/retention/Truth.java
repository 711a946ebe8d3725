package ai.levqor.ops.engine.retention;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts active users by sets, slowly and surely. */
final class Truth {
    private final Map<LocalDate, Set<Long>> byDay = new TreeMap<>();

    private final Map<Long, NavigableSet<LocalDate>> byUser = new TreeMap<>();

    void seen(long user, LocalDate day) {
        byUser.computeIfAbsent(user, none -> new TreeSet<>()).add(day);
        byDay.computeIfAbsent(day, none -> new HashSet<>()).add(user);
    }

    long active(LocalDate day, int window) {
        var users = new HashSet<Long>();
        for (int back = 0; back < window; back++) {
            users.addAll(byDay.getOrDefault(day.minusDays(back), Set.of()));
        }
        return users.size();
    }

    /** Users first active on a day, who were active again so many days after it. */
    long classic(LocalDate first, int offset) {
        return visits(first).stream()
                .filter(days -> days.contains(first.plusDays(offset)))
                .count();
    }

    /** Users first active on a day, who were active so many days after it or later. */
    long rolling(LocalDate first, int offset) {
        return visits(first).stream()
                .filter(days -> !days.last().isBefore(first.plusDays(offset)))
                .count();
    }

    /** The days of each user whose first day this is. */
    private List<NavigableSet<LocalDate>> visits(LocalDate first) {
        return byUser.values().stream()
                .filter(days -> days.first().equals(first))
                .toList();
    }
}
