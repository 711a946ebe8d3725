package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.recovery.AlertOutbox.Result;
import ai.levqor.ops.engine.recovery.AlertOutbox.Time;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.host.AlertChannel;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AlertOutboxThreadsTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(AlertOutbox.class);

    private final Map<Result, Integer> counts = new ConcurrentHashMap<>();
    private final FaultLog faults = new FaultLog(name -> {});
    private final BlockingQueue<Thread> sending = new LinkedBlockingQueue<>();
    private final BlockingQueue<Alert> sent = new LinkedBlockingQueue<>();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void release() {
        mayGoOn.countDown();
        LOG.detachAppender(log);
    }

    @Test
    @DisplayName("whoever offers is never held up while the channel hangs, and memory stays bounded")
    void neverBlocks() throws InterruptedException {
        try (var outbox = outbox(this::hang)) {
            offer(outbox, 0);
            var sender = sending.take();

            for (int number = 1; number <= 10_000; number++) {
                offer(outbox, number);
            }

            assertThat(sent).isEmpty();
            assertThat(counts).isEqualTo(Map.of(Result.DROPPED, 9_900));
            assertThat(sender.getName()).isEqualTo("levqor-ops-alerts");
            assertThat(sender.isDaemon()).isTrue();
            mayGoOn.countDown();
            assertThat(sent.take().title()).isEqualTo("alert 0");
        }
    }

    @Test
    @DisplayName("the thread ends with what waits; close() lets what is next go out at once")
    void lastWords() throws InterruptedException {
        mayGoOn.countDown();
        var untilClosed = new Time(System::nanoTime, (latch, wait) -> latch.await(), AlertOutbox::daemon);
        var outbox = new AlertOutbox(Optional.of(this::hang), untilClosed, this::count, faults);
        offer(outbox, 0);
        sending.take().join();
        offer(outbox, 1);
        offer(outbox, 2);

        outbox.close();

        assertThat(sent).extracting(Alert::title).containsExactly("alert 0", "alert 1");
        assertThat(counts).isEqualTo(Map.of(Result.SENT, 3));
        assertThat(log.list).isEmpty();
    }

    @Test
    @DisplayName("close() interrupts a channel that hangs, and logs how many alerts nobody will read")
    void closeInterrupts() throws InterruptedException {
        var outbox = outbox(this::hang);
        offer(outbox, 0);
        var sender = sending.take();
        offer(outbox, 1);
        offer(outbox, 2);

        outbox.close();
        offer(outbox, 3);
        outbox.close();

        sender.join();
        assertThat(sent).isEmpty();
        assertThat(counts).isEqualTo(Map.of(Result.FAILED, 1, Result.DROPPED, 4));
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("closed: 3 alerts were not sent");
    }

    @Test
    @DisplayName("close() leaves a channel behind that takes no interrupt, and logs what that has in hand")
    void closeLeavesBehind() throws InterruptedException {
        var outbox = outbox(alert -> {
            sending.add(Thread.currentThread());
            while (mayGoOn.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        offer(outbox, 0);
        var sender = sending.take();
        offer(outbox, 1);

        outbox.close();

        assertThat(sender.isAlive()).isTrue();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("closed: 2 alerts were not sent");
    }

    @Test
    @DisplayName("close() of an outbox that never had an alert says nothing")
    void closeUnused() {
        outbox(this::hang).close();

        assertThat(log.list).isEmpty();
    }

    @Test
    @DisplayName("a closer that is interrupted does not wait, and keeps its interrupt")
    void interruptedCloser() throws InterruptedException {
        var outbox = outbox(this::hang);
        offer(outbox, 0);
        var sender = sending.take();
        Thread.currentThread().interrupt();

        outbox.close();

        assertThat(Thread.interrupted()).isTrue();
        sender.join();
        assertThat(counts).isEqualTo(Map.of(Result.FAILED, 1, Result.DROPPED, 1));
    }

    private AlertOutbox outbox(AlertChannel channel) {
        return new AlertOutbox(Optional.of(channel), System::nanoTime, this::count, faults);
    }

    private void count(Result result, int many) {
        counts.merge(result, many, Integer::sum);
    }

    private static void offer(AlertOutbox outbox, int number) {
        outbox.offer("began", new Alert(Instant.EPOCH, Severity.INFO, "inc-" + number, "alert " + number, ""));
    }

    private void hang(Alert alert) {
        sending.add(Thread.currentThread());
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
        sent.add(alert);
    }
}
