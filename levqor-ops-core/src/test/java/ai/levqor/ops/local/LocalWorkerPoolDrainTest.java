package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.Resize;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A worker that is lowered: it drains, is interrupted after 30 s, and is stuck after 5 s more, by the test's ticker. */
@Timeout(60)
class LocalWorkerPoolDrainTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LocalWorkerPool.class);

    private final ManualTime time = new ManualTime();
    private final InMemoryWorkQueue<Runnable> queue = new InMemoryWorkQueue<>(100, time, time);
    private final LatencyRecorder recorder = new LatencyRecorder(Clock.systemUTC(), System::nanoTime);
    private final LocalWorkerPool<Runnable> pool =
            new LocalWorkerPool<>(queue, Runnable::run, recorder::recordJob, time, PoolSettings.DEFAULTS);
    private final HeldJobs jobs = new HeldJobs();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void release() {
        jobs.release();
        pool.close();
        LOG.detachAppender(log);
    }

    @Test
    @DisplayName("a worker that waits for a job leaves at once, however long its queue would wait")
    void idleWorkerLeavesAtOnce() throws Exception {
        var slow = new QueueOver<>(queue) {
            @Override
            public Optional<Delivery<Runnable>> take(Duration wait) throws InterruptedException {
                jobs.begin();
                return super.take(Duration.ofHours(1));
            }
        };
        try (var idle = new LocalWorkerPool<>(slow, Runnable::run, failed -> {}, time, PoolSettings.DEFAULTS)) {
            idle.resize(1);
            jobs.nextAtWork();
            idle.resize(2);
            var second = jobs.nextAtWork();

            var resize = idle.resize(1);
            second.join();

            assertThat(resize).isEqualTo(new Resize(2, 1, 0));
            assertThat(idle.report()).isEqualTo(new PoolReport(1, 0, 0, List.of()));
        }
    }

    @Test
    @DisplayName("within the drain time a worker is not interrupted, and its job ends well")
    void drainsUndisturbed() throws Exception {
        var leaver = givenTwoBusyOneLeaving();

        time.advance(Duration.ofSeconds(30).minusNanos(1));
        var report = pool.report();
        var interrupted = leaver.isInterrupted();
        jobs.release();
        leaver.join();

        assertThat(report).isEqualTo(new PoolReport(1, 2, 1, List.of()));
        assertThat(interrupted).isFalse();
        assertThat(pool.report().draining()).isZero();
        assertThat(pool.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("after the drain time a worker is interrupted; its cut job is given back and done by another")
    void interruptedJobIsGivenBack() throws Exception {
        var attempts = new AtomicInteger();
        Runnable sensitive = () -> {
            if (attempts.incrementAndGet() == 1) {
                jobs.stayUntilInterrupted();
                throw new IllegalStateException("cut short");
            }
            jobs.begin();
        };
        queue.offer(jobs::stayUntilReleased);
        pool.resize(1);
        jobs.nextAtWork();
        queue.offer(sensitive);
        pool.resize(2);
        var leaver = jobs.nextAtWork();
        pool.resize(1);

        time.advance(Duration.ofSeconds(30));
        pool.report();
        leaver.join();
        var back = queue.depth();
        jobs.release();
        var second = jobs.nextAtWork();
        pool.close();

        assertThat(back.ready()).isEqualTo(1);
        assertThat(second).isNotSameAs(leaver);
        assertThat(attempts).hasValue(2);
        assertThat(recorder.jobs().sample().outcomes()).isEqualTo(new Outcomes(2, 0));
        assertThat(queue.depth().ready() + queue.depth().inFlight()).isZero();
        assertThat(queue.deadLetters().dead()).isZero();
    }

    @Test
    @DisplayName("a worker that ignores the interrupt is reported as stuck, logged once, and keeps its job")
    void stuckWorkerIsReported() throws Exception {
        var leaver = givenTwoBusyOneLeaving();
        time.advance(Duration.ofSeconds(30));
        pool.report();
        var interrupted = leaver.isInterrupted();

        time.advance(Duration.ofSeconds(5).minusNanos(1));
        var before = pool.report().stuck();
        time.advance(Duration.ofNanos(1));
        pool.report();
        var after = pool.report();

        assertThat(interrupted).isTrue();
        assertThat(before).isEmpty();
        assertThat(after).isEqualTo(new PoolReport(1, 2, 1, List.of(leaver.getName())));
        assertThat(queue.depth().ready()).isZero();
        assertThat(queue.depth().inFlight()).isEqualTo(2);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith(leaver.getName() + " was interrupted and does not end");
    }

    @Test
    @DisplayName("a stuck worker whose job returns at last is done with it, and gone")
    void stuckWorkerMayEnd() throws Exception {
        var leaver = givenTwoBusyOneLeaving();
        time.advance(Duration.ofSeconds(30));
        pool.report();
        time.advance(Duration.ofSeconds(5));
        pool.report();

        jobs.release();
        leaver.join();

        assertThat(pool.report().stuck()).isEmpty();
        assertThat(pool.report().draining()).isZero();
        pool.close();
        assertThat(recorder.jobs().sample().outcomes()).isEqualTo(new Outcomes(2, 0));
        assertThat(queue.depth().inFlight()).isZero();
    }

    @Test
    @DisplayName("a raise calls a draining worker back, which is then not interrupted")
    void raiseCallsBack() throws Exception {
        var leaver = givenTwoBusyOneLeaving();

        var resize = pool.resize(2);
        time.advance(Duration.ofMinutes(10));
        var report = pool.report();

        assertThat(resize).isEqualTo(new Resize(1, 2, 0));
        assertThat(report).isEqualTo(new PoolReport(2, 2, 0, List.of()));
        assertThat(leaver.isInterrupted()).isFalse();
    }

    @Test
    @DisplayName("an interrupted worker is not called back: a raise starts a new one")
    void raiseDoesNotCallTheInterruptedBack() throws Exception {
        givenTwoBusyOneLeaving();
        time.advance(Duration.ofSeconds(30));

        var resize = pool.resize(2);
        queue.offer(jobs::stayUntilReleased);
        var third = jobs.nextAtWork();

        assertThat(resize).isEqualTo(new Resize(1, 2, 1));
        assertThat(third.getName()).isEqualTo("levqor-worker-3");
    }

    @Test
    @DisplayName("close returns when the time of a stuck worker is over")
    void closeIsBounded() throws Exception {
        givenTwoBusyOneLeaving();
        var closer = new Thread(pool::close);
        closer.start();
        while (pool.size() > 0) {
            Thread.onSpinWait();
        }

        time.advance(Duration.ofSeconds(30));
        pool.report();
        time.advance(Duration.ofSeconds(5));
        pool.report();
        closer.join();

        assertThat(pool.report().stuck()).containsExactly("levqor-worker-1", "levqor-worker-2");
    }

    @Test
    @DisplayName("the drain thread lives only while workers drain, and needs nobody to ask for a report")
    void drainThreadEnds() throws Exception {
        var impatient = new PoolSettings(
                Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (var real = new LocalWorkerPool<>(queue, Runnable::run, failed -> {}, System::nanoTime, impatient)) {
            queue.offer(jobs::stayUntilReleased);
            real.resize(1);
            jobs.nextAtWork();
            queue.offer(jobs::stayUntilInterrupted);
            real.resize(2);
            var leaver = jobs.nextAtWork();

            real.resize(1);
            leaver.join();
            for (var thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("levqor-drain")) {
                    thread.join();
                }
            }

            assertThat(real.size()).isEqualTo(1);
            jobs.release();
        }
    }

    /** Two workers, each with a job that heeds no interrupt; the second one is leaving. */
    private Thread givenTwoBusyOneLeaving() throws InterruptedException {
        queue.offer(jobs::stayUntilReleased);
        pool.resize(1);
        jobs.nextAtWork();
        queue.offer(jobs::stayUntilReleased);
        pool.resize(2);
        var second = jobs.nextAtWork();
        assertThat(pool.resize(1)).isEqualTo(new Resize(2, 1, 1));
        return second;
    }
}
