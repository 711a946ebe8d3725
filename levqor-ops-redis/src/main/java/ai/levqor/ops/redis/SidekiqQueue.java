package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queues of Sidekiq. Ready are the jobs in their lists; in flight what Sidekiq's processes last said that they do of them. Dead
 * are the jobs in {@code dead}, which Sidekiq keeps for all queues together, and those in {@code retry} if it is asked for. A job
 * that is redriven goes to its own queue as by "retry now" of Sidekiq, with one less {@code retry_count}.
 *
 * <p>How often it was redriven stands in the job itself, as {@code levqor_redrive}; all else of its text stays as it is. A text
 * that is no job, or names its queue in escapes, stays where it is.
 */
final class SidekiqQueue extends LayoutQueue {
    private static final Script SCRIPT = LayoutScript.of("sidekiq");
    private static final int MOST_A_STEP = 50;
    private static final String MARK = "levqor_redrive";
    private static final double FIRST_MILLIS = 1e11; // below, a time is in seconds

    private final boolean withRetry;
    private long lastMicros;

    /**
     * Opens nothing.
     *
     * @param queues their names
     * @param withRetry whether jobs that wait for a retry of Sidekiq's own are dead, too
     */
    SidekiqQueue(Redis redis, List<String> queues, boolean withRetry, Clock clock) {
        super(redis, SCRIPT, keys(queues), clock, MOST_A_STEP);
        this.withRetry = withRetry;
    }

    private static List<String> keys(List<String> queues) {
        return Stream.concat(
                        Stream.of(
                                "levqor:sidekiq:redrive",
                                "levqor:sidekiq:retrying",
                                "levqor:sidekiq:quarantined",
                                "dead",
                                "retry",
                                "queues",
                                "processes"),
                        queues.stream().map("queue:"::concat))
                .toList();
    }

    @Override
    Object[] forReading() {
        return new Object[] {withRetry ? 1 : 0};
    }

    @Override
    Object[] forStep(int most, int mostRedrives) {
        var looked = Reply.list(asked("look", most, forReading()));
        var now = new Looked(
                Reply.text(looked.get(0)),
                Double.parseDouble(Reply.text(looked.get(1))) / 1e6,
                Reply.number(looked.get(2)) == 1,
                mostRedrives);
        var entries = Reply.list(looked.get(3));
        var words = new ArrayList<Object>();
        for (int i = 0; i < entries.size(); i += 2) {
            words.addAll(words(now, entries.get(i), entries.get(i + 1)));
        }
        return words.toArray();
    }

    private List<Object> words(Looked now, @Nullable Object entry, @Nullable Object score) {
        var text = Reply.maybeBytes(entry).orElseThrow();
        var at = Reply.text(score);
        var job = JobText.of(text);
        var queue = job.flatMap(known -> known.plain("queue"));
        var id = job.flatMap(known -> known.plain("jid"));
        if (queue.isEmpty() || id.isEmpty() || now.isLater(job.get())) {
            return List.of(text, at, "stay", "", "", "");
        }
        var marks = job.get().plain(MARK).orElse("0 0").split(" ", 2);
        if (marks.length == 2 && marks[1].equals(now.run)) {
            return List.of(text, at, "stay", "", "", "");
        }
        var times = marks[0].matches("[0-9]{1,9}") ? Integer.parseInt(marks[0]) : 0;
        if (times >= now.mostRedrives) {
            return List.of(text, at, "quarantine", "", "", "");
        }
        var micros = nextMicros();
        var moved = retried(job.get(), micros).with(MARK, "\"" + (times + 1) + " " + now.run + "\"");
        return List.of(
                text,
                at,
                "move",
                queue.get().getBytes(ISO_8859_1),
                moved.bytes(),
                micros + " " + id.get().replace(' ', '_'));
    }

    private static JobText retried(JobText job, long micros) {
        var inMillis = job.number("created_at").filter(created -> created > FIRST_MILLIS);
        var enqueued = inMillis.isPresent()
                ? Long.toString(micros / 1_000)
                : micros / 1_000_000 + "." + String.format(Locale.ROOT, "%06d", micros % 1_000_000);
        var again = job.with("enqueued_at", enqueued);
        return job.number("retry_count")
                .map(count -> again.with("retry_count", Long.toString(count.longValue() - 1)))
                .orElse(again);
    }

    /** Each a little later than the one before: by it is known who of them is next. */
    private long nextMicros() {
        lastMicros = Math.max(lastMicros + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock().instant()));
        return lastMicros;
    }

    /**
     * What a step knows of the redrive.
     *
     * @param since when it began, in seconds
     * @param retries whether the jobs are those that wait for a retry: nothing but their text tells when they failed
     */
    private record Looked(String run, double since, boolean retries, int mostRedrives) {

        /** Whether the job failed after the redrive began. */
        boolean isLater(JobText job) {
            return retries
                    && job.number("retried_at")
                            .or(() -> job.number("failed_at"))
                            .map(failed -> failed > FIRST_MILLIS ? failed / 1_000 : failed)
                            .filter(failed -> failed > since)
                            .isPresent();
        }
    }
}
