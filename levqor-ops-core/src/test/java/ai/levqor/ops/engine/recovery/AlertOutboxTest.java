package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.recovery.AlertOutbox.Result;
import ai.levqor.ops.engine.recovery.AlertOutbox.Time;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.host.AlertChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** In virtual time, on the test's own thread. */
class AlertOutboxTest {
    private final UnavailableException away = new UnavailableException("the channel is away");

    private final List<Thread> made = new ArrayList<>();
    private final List<Runnable> started = new ArrayList<>();
    private final Map<Result, Integer> counts = new EnumMap<>(Result.class);
    private final FaultLog faults = new FaultLog(name -> {});
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private Runnable onSend = () -> {};
    private boolean threadsAreOut;
    private Duration now = Duration.ZERO;

    private final Time time =
            new Time(() -> Long.MAX_VALUE - 5 + now.toNanos(), (latch, wait) -> now = now.plus(wait), this::thread);
    private final AlertOutbox outbox = outbox(Optional.of(this::send));

    @Test
    @DisplayName("an alert is sent as it is, at once")
    void oneAlert() {
        var alert = new Alert(Instant.EPOCH, Severity.CRITICAL, "inc-1", "Recovery failed", "two\nlines");

        outbox.offer("ended", alert);
        run();

        assertThat(sent).containsExactly("0s Recovery failed");
        assertThat(alerts).containsExactly(alert);
        assertThat(counts).isEqualTo(Map.of(Result.SENT, 1));
    }

    @Test
    @DisplayName("a phase of an incident is told once; another phase and another incident are told")
    void oneAlertAPhase() {
        offer("inc-1", "began");
        offer("inc-1", "began");
        run();
        offer("inc-1", "began");
        offer("inc-1", "ended");
        offer("inc-2", "began");
        run();

        assertThat(alerts).extracting(Alert::title).containsExactly("began of inc-1", "ended of inc-1");
        assertThat(alerts.get(1).text()).isEqualTo("WARNING began of inc-2, inc-2");
        assertThat(counts).isEqualTo(Map.of(Result.SENT, 3, Result.SUPPRESSED, 2));
    }

    @Test
    @DisplayName("alerts without an incident are all told")
    void noIncident() {
        offer("", "note");
        offer("", "note");
        run();

        assertThat(counts).isEqualTo(Map.of(Result.SENT, 2));
    }

    @Test
    @DisplayName("the phases of the last thousand are remembered")
    void bounded() {
        for (int number = 0; number <= AlertBacklog.MOST_REMEMBERED; number++) {
            offer("inc-" + number, "began");
            run();
        }

        offer("inc-1", "began");
        offer("inc-0", "began");

        assertThat(counts).containsEntry(Result.SUPPRESSED, 1);
        assertThat(started).hasSize(1);
    }

    @Test
    @DisplayName("alerts that wait together are one message: the first title, then a line each, the worst severity")
    void grouped() {
        offer("inc-1", "began");
        outbox.offer("ended", new Alert(Instant.EPOCH, Severity.CRITICAL, "inc-1", "Recovery failed", "text"));
        outbox.offer("note", new Alert(Instant.EPOCH, Severity.INFO, "", "All is well", ""));
        run();

        assertThat(alerts)
                .containsExactly(new Alert(
                        Instant.EPOCH,
                        Severity.CRITICAL,
                        "inc-1",
                        "began of inc-1",
                        "CRITICAL Recovery failed, inc-1\nINFO All is well"));
        assertThat(counts).isEqualTo(Map.of(Result.SENT, 3));
    }

    @Test
    @DisplayName("messages are three seconds apart, and hold twenty alerts at most")
    void apart() {
        offerMany(50);
        run();
        pass(Duration.ofSeconds(1));
        offer("late", "began");
        run();
        pass(Duration.ofSeconds(10));
        offer("later", "began");
        run();

        assertThat(sent)
                .containsExactly(
                        "0s began of inc-0",
                        "3s began of inc-20",
                        "6s began of inc-40",
                        "9s began of late",
                        "19s began of later");
        assertThat(alerts).extracting(alert -> alert.text().lines().count()).startsWith(19L, 19L, 9L);
    }

    @Test
    @DisplayName("of more than a hundred that wait the oldest go, and the next message says how many")
    void flood() {
        offerMany(103);
        run();

        assertThat(sent).hasSize(5).startsWith("0s began of inc-3");
        assertThat(alerts.get(0).text()).startsWith("3 more alerts were not sent\nWARNING began of inc-4, inc-4\n");
        assertThat(alerts.subList(1, 5)).noneMatch(alert -> alert.text().contains("not sent"));
        assertThat(counts).isEqualTo(Map.of(Result.SENT, 100, Result.DROPPED, 3));
    }

    @Test
    @DisplayName("a failed message is tried again after one second and after four, then it is lost and told of later")
    void threeTries() {
        Collections.addAll(failures, away, away, away);
        offer("inc-1", "began");
        run();

        assertThat(now).hasSeconds(5);
        assertThat(counts).isEqualTo(Map.of(Result.FAILED, 3, Result.DROPPED, 1));
        assertThat(faults.standing()).containsEntry("alerts", "failed");

        failures.add(new IllegalStateException("a bug in the channel"));
        offer("inc-2", "began");
        run();

        assertThat(sent).containsExactly("9s began of inc-2");
        assertThat(alerts.get(0).text()).isEqualTo("1 more alert was not sent\ntext");
        assertThat(counts).isEqualTo(Map.of(Result.FAILED, 4, Result.DROPPED, 1, Result.SENT, 1));
        assertThat(faults.standing()).isEmpty();

        offer("inc-3", "began");
        run();

        assertThat(alerts.get(1).text()).isEqualTo("text");
    }

    @Test
    @DisplayName("what is lost while a message is on its way is told in the one after")
    void lostMeanwhile() {
        offer("inc-0", "ended");
        onSend = () -> {
            offerMany(102);
            onSend = () -> {};
        };
        run();

        assertThat(alerts.get(0).text()).isEqualTo("text");
        assertThat(alerts.get(1).text()).startsWith("2 more alerts were not sent\n");
        assertThat(alerts.get(2).text()).doesNotContain("not sent");
    }

    @Test
    @DisplayName("a pause that the channel asks for is kept, between a second and an hour, and costs no try")
    void pause() {
        for (var pause : List.of("PT20S", "PT0S", "PT17S", "P365D", "PT5M")) {
            failures.add(new UnavailableException("slow down", Duration.parse(pause)));
        }
        offer("inc-1", "began");
        run();

        assertThat(now).isEqualTo(Duration.ofSeconds(20 + 1 + 17 + 3600 + 300));
        assertThat(counts).isEqualTo(Map.of(Result.FAILED, 5, Result.SENT, 1));
    }

    @Test
    @DisplayName("a thread is made when something waits and nobody sends, and for nothing else")
    void threads() {
        assertThat(made).isEmpty();

        offerMany(5);
        assertThat(made).hasSize(1);
        run();
        assertThat(made).hasSize(1);
        offer("inc-0", "began");
        assertThat(made).hasSize(1);
        offer("inc-0", "ended");
        assertThat(made).hasSize(2);
    }

    @Test
    @DisplayName("without a channel nothing waits, nothing is counted, and no thread is made")
    void noChannel() {
        try (var none = outbox(Optional.empty())) {
            none.offer("began", alert("inc-1", "began"));
        }

        assertThat(made).isEmpty();
        assertThat(counts).isEmpty();
    }

    @Test
    @DisplayName("a system that has no thread costs no alert: the next one tries again")
    void noThread() {
        threadsAreOut = true;
        offer("inc-1", "began");
        assertThat(faults.standing()).containsKey("alerts");
        threadsAreOut = false;

        offer("inc-1", "ended");
        run();

        assertThat(counts).isEqualTo(Map.of(Result.SENT, 2));
        assertThat(faults.standing()).isEmpty();
    }

    private void offerMany(int many) {
        for (int number = 0; number < many; number++) {
            offer("inc-" + number, "began");
        }
    }

    private void offer(String incident, String phase) {
        outbox.offer(phase, alert(incident, phase));
    }

    private static Alert alert(String incident, String phase) {
        return new Alert(Instant.EPOCH, Severity.WARNING, incident, phase + " of " + incident, "text");
    }

    private void pass(Duration wait) {
        now = now.plus(wait);
    }

    /** Does what the thread that was started would do, here and now. */
    private void run() {
        assertThat(started).hasSize(1);
        started.remove(0).run();
    }

    private void send(Alert alert) {
        onSend.run();
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        alerts.add(alert);
        sent.add(now.toSeconds() + "s " + alert.title());
    }

    private void count(Result result, int many) {
        counts.merge(result, many, Integer::sum);
    }

    private Thread thread(Runnable task) {
        var thread = new Thread(task) {
            @Override
            public synchronized void start() {
                if (threadsAreOut) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                started.add(task);
            }
        };
        made.add(thread);
        return thread;
    }

    private AlertOutbox outbox(Optional<AlertChannel> channel) {
        return new AlertOutbox(channel, time, this::count, faults);
    }
}
