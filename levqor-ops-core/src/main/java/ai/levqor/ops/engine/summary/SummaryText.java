package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.summary.DailySummary.Cost;
import ai.levqor.ops.engine.summary.DailySummary.Figure;
import ai.levqor.ops.engine.summary.DailySummary.Incidents;
import ai.levqor.ops.engine.summary.DailySummary.Incidents.Newest;
import ai.levqor.ops.engine.summary.DailySummary.Traffic;
import ai.levqor.ops.engine.summary.DailySummary.TroubledJob;
import ai.levqor.ops.engine.summary.DailySummary.Users;
import ai.levqor.ops.spi.metrics.Outcomes;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A summary in words: one line for a title, and at most 25 short lines for a telephone. A line has its name before its
 * numbers; what is unknown is said to be.
 */
final class SummaryText {
    private static final String UNKNOWN = "unknown";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final int MOST_JOBS = 3;
    private static final int MOST_NAME = 40;

    private SummaryText() {}

    /** Such as {@code Daily summary 2026-11-26: 2 incidents, 1,204 active users, 12.40 usd today}. */
    static String title(DailySummary summary) {
        var incidents = summary.incidents()
                .map(it -> it.count() == 0 ? "no incident" : counted(it.count(), "incident"))
                .orElse("incidents unknown");
        var daily = summary.users().map(it -> it.daily().value()).orElse(OptionalLong.empty());
        var users = daily.isEmpty() ? "active users unknown" : counted(daily.getAsLong(), "active user");
        return "Daily summary " + summary.date() + ": " + incidents + ", " + users + ", " + costToday(summary);
    }

    private static String costToday(DailySummary summary) {
        return summary.cost()
                .filter(it -> it.today().isPresent())
                .map(it -> amount(it, it.today().getAsDouble()) + " today")
                .orElse("cost unknown");
    }

    /** The whole of it, without a line end at its end. */
    static String of(DailySummary summary) {
        var lines = new ArrayList<String>();
        lines.add(DAY.format(summary.span().at().atZone(summary.span().zone())));
        lines.add("Up " + Numbers.time(summary.uptime()));
        lines.add("");
        traffic(lines, summary.traffic());
        lines.add("Errors: " + summary.outcomes().map(SummaryText::errors).orElse(UNKNOWN));
        lines.add("");
        incidents(lines, summary.incidents());
        lines.add("Dead letters: " + whole(summary.deadLetters()));
        scaling(lines, summary);
        lines.add("");
        users(lines, summary.users());
        lines.add("");
        cost(lines, summary.cost());
        lines.add("");
        lines.add("Jobs: " + summary.troubledJobs().map(SummaryText::jobs).orElse(UNKNOWN));
        return String.join("\n", lines);
    }

    private static void traffic(List<String> lines, Optional<Traffic> traffic) {
        lines.add("Requests in the window: "
                + traffic.map(it -> Numbers.whole(it.requests())).orElse(UNKNOWN));
        lines.add("Latency: "
                + traffic.map(it -> it.latency()
                                .map(latency -> "P50 " + Numbers.millis(latency.p50()) + ", P95 "
                                        + Numbers.millis(latency.p95()) + ", P99 " + Numbers.millis(latency.p99()))
                                .orElse("no requests"))
                        .orElse(UNKNOWN));
    }

    private static String errors(Outcomes outcomes) {
        var rate = outcomes.errorRate();
        return rate.isEmpty()
                ? "nothing ended"
                : Numbers.percent(rate.getAsDouble()) + ", " + Numbers.whole(outcomes.failures()) + " of "
                        + Numbers.whole(outcomes.total());
    }

    private static void incidents(List<String> lines, Optional<Incidents> incidents) {
        lines.add("Incidents: "
                + incidents
                        .map(it -> it.count() == 0
                                ? "none"
                                : Numbers.whole(it.count()) + " (" + Numbers.whole(it.recovered()) + " recovered, "
                                        + Numbers.whole(it.failed()) + " failed)")
                        .orElse(UNKNOWN));
        incidents.flatMap(Incidents::newest).map(SummaryText::newest).ifPresent(lines::add);
    }

    private static String newest(Newest newest) {
        return "Newest: " + newest.id() + ", " + newest.trigger().replace('_', ' ');
    }

    private static void scaling(List<String> lines, DailySummary summary) {
        lines.add("Scaling: "
                + summary.steps()
                        .map(it -> Numbers.whole(it.ups()) + " up, " + Numbers.whole(it.downs()) + " down")
                        .orElse(UNKNOWN));
        lines.add("Freezes: "
                + summary.freezes()
                        .map(it -> it.since().equals(summary.span().from())
                                ? Numbers.whole(it.times())
                                : Numbers.whole(it.times()) + " since "
                                        + TIME.format(
                                                it.since().atZone(summary.span().zone())))
                        .orElse(UNKNOWN));
    }

    private static void users(List<String> lines, Optional<Users> users) {
        if (users.isEmpty()) {
            lines.add("Active users: " + UNKNOWN);
            return;
        }
        var known = users.get();
        lines.add("Active users, " + SHORT_DAY.format(known.day()));
        lines.add("Daily: " + figure(known.daily()));
        lines.add("Weekly: " + figure(known.weekly()));
        lines.add("Monthly: " + figure(known.monthly()));
    }

    private static String figure(Figure figure) {
        if (figure.value().isEmpty()) {
            return UNKNOWN;
        }
        var day = figure.dayChange();
        var week = figure.weekChange();
        var changes = day.isEmpty() && week.isEmpty()
                ? "changes unknown"
                : change(day) + " in a day, " + change(week) + " in a week";
        return whole(figure.value()) + " (" + changes + ")";
    }

    private static String change(OptionalLong change) {
        return change.isEmpty() ? UNKNOWN : Numbers.change(change.getAsLong());
    }

    private static void cost(List<String> lines, Optional<Cost> cost) {
        lines.add("Cost today: "
                + cost.filter(it -> it.today().isPresent())
                        .map(it -> amount(it, it.today().getAsDouble()))
                        .orElse(UNKNOWN));
        lines.add("Next 30 days: " + cost.map(SummaryText::forecast).orElse(UNKNOWN));
        cost.ifPresent(it -> lines.add("Limit: "
                + it.limitPerDay()
                        .map(limit -> amount(it, limit.doubleValue()) + " a day")
                        .orElse("none")));
    }

    private static String forecast(Cost cost) {
        if (cost.next30d().isEmpty()) {
            return UNKNOWN;
        }
        var band = cost.band()
                .map(it -> " (" + Numbers.amount(it.low(), cost.currency()) + " to "
                        + Numbers.amount(it.high(), cost.currency()) + ")")
                .orElse("");
        return amount(cost, cost.next30d().getAsDouble()) + band + (cost.partial() ? ", not all is known" : "");
    }

    private static String amount(Cost cost, double amount) {
        return Numbers.amount(amount, cost.currency()) + " " + Numbers.code(cost.currency());
    }

    private static String jobs(List<TroubledJob> jobs) {
        if (jobs.isEmpty()) {
            return "all ran";
        }
        var told = jobs.stream().limit(MOST_JOBS).map(SummaryText::job).collect(Collectors.joining("; "));
        return jobs.size() <= MOST_JOBS ? told : told + "; " + (jobs.size() - MOST_JOBS) + " more";
    }

    private static String job(TroubledJob job) {
        var name = job.name().length() <= MOST_NAME ? job.name() : job.name().substring(0, MOST_NAME) + "…";
        var failed = job.failed() == 0 ? "" : " failed " + times(job.failed());
        var missed = job.missed() == 0 ? "" : " missed " + times(job.missed());
        return name + failed + (failed.isEmpty() || missed.isEmpty() ? "" : ",") + missed;
    }

    private static String times(long count) {
        return count == 1 ? "once" : Numbers.whole(count) + " times";
    }

    private static String counted(long count, String what) {
        return Numbers.whole(count) + " " + what + (count == 1 ? "" : "s");
    }

    private static String whole(OptionalLong value) {
        return value.isEmpty() ? UNKNOWN : Numbers.whole(value.getAsLong());
    }
}
