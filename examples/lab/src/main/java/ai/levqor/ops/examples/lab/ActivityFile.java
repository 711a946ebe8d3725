package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.retention.ActiveDay;
import ai.levqor.ops.policy.retention.ActivityCounter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Counts a file of {@code user_id,epoch_s} rows in any order, by UTC day. */
final class ActivityFile {
    private static final long DAY_SECONDS = 86_400;
    private static final long END = LocalDate.of(2100, 1, 1).toEpochDay() * DAY_SECONDS;
    private static final String TIME_RULE =
            "epoch_s must be whole seconds since 1970-01-01 UTC, and before 2100 (milliseconds are not seconds)";

    private final CsvFile file;
    private final UserId id = new UserId();
    private ActivityCounter counter = ActivityCounter.anyOrder(0, 0);
    private long events;
    private int first;
    private int last;

    ActivityFile(Path file) {
        this.file = new CsvFile(file, "user_id,epoch_s");
    }

    /**
     * Reads the whole file: every day from the first activity to the last.
     *
     * @throws BadInputException naming the file, and the line if one is wrong
     */
    List<ActiveDay> activeDays() {
        file.forEach(this::row);
        return counter.totals().gaps().activeDays().stream()
                .filter(day -> events > 0 && day.day().toEpochDay() >= first)
                .toList();
    }

    long events() {
        return events;
    }

    long users() {
        return counter.users();
    }

    private void row(List<String> fields) {
        var user = fields.get(0).strip();
        if (user.isEmpty()) {
            throw file.wrong("user_id must not be empty");
        }
        var day = (int) (seconds(fields.get(1).strip()) / DAY_SECONDS);
        makeRoom(day);
        id.read(user);
        counter.seen(id.high(), id.low(), day);
        events++;
    }

    private long seconds(String text) {
        try {
            var seconds = Long.parseLong(text);
            if (seconds >= 0 && seconds < END) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw file.wrong(TIME_RULE, e);
        }
        throw file.wrong(TIME_RULE);
    }

    /** Later days are added one by one; earlier ones as many at a time as there are, since it costs a copy. */
    private void makeRoom(int day) {
        if (events == 0) {
            counter = ActivityCounter.anyOrder(day, 1);
            first = day;
            last = day;
        }
        if (day > last) {
            last = day;
            counter.extendTo(day);
        }
        if (day < counter.firstDay()) {
            var earlier = ActivityCounter.anyOrder(Math.max(0, Math.min(day, counter.firstDay() - counter.days())), 1);
            earlier.merge(counter);
            counter = earlier;
        }
        first = Math.min(first, day);
    }
}
