package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.RedriveProgress;
import ai.levqor.ops.spi.queue.Restart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("a recovery redrives, restarts the workers, and is one line of the log with all that led to it")
    void recovers() {
        scene.fail(250);

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(named("night-1"));

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.RECOVERED);
            assertThat(report.reason()).isEqualTo(RecoveryReason.ERROR_RATE);
            assertThat(statuses(report)).containsExactly(Status.DONE, Status.DONE, Status.SKIPPED);
            assertThat(report.steps().get(0).counts())
                    .containsExactly(
                            new Count("found", 250),
                            new Count("moved", 250),
                            new Count("quarantined", 0),
                            new Count("left", 0));
            assertThat(scene.queue.deadLetters().dead()).isZero();
            assertThat(scene.queue.deadLetters().retrying()).isEqualTo(250);
            assertThat(scene.restarts).hasValue(1);
            assertThat(scene.rotations).hasValue(0);
            assertThat(scene.lines)
                    .singleElement()
                    .satisfies(line -> assertThat(IncidentJson.incident(line)).isEqualTo(report));
            assertThat(incidents.recovery().incidents(10)).containsExactly(report);
            assertThat(scene.counted("levqor.recoveries", "outcome", "recovered"))
                    .isEqualTo(1);
            assertThat(scene.counted("levqor.redriven")).isEqualTo(250);
        }
    }

    @Test
    @DisplayName("the process is rotated last, if the flag is on")
    void rotates() {
        scene.switches = new Switches(true, true);
        scene.fail(1);
        scene.rotate = () -> {
            assertThat(scene.queue.deadLetters().dead()).isZero();
            assertThat(scene.restarts).hasValue(1);
        };

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(statuses(report)).containsOnly(Status.DONE);
            assertThat(scene.rotations).hasValue(1);
        }
    }

    @Test
    @DisplayName("with INCIDENT_AUTORECOVER off nothing acts, and the refusal is written")
    void killSwitch() {
        scene.switches = new Switches(false, true);
        scene.fail(5);

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.REFUSED);
            assertThat(report.reason()).isEqualTo(RecoveryReason.AUTORECOVER_OFF);
            assertThat(statuses(report)).containsOnly(Status.SKIPPED);
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(5);
            assertThat(scene.restarts).hasValue(0);
            assertThat(scene.outcomesWritten()).containsExactly("refused");
        }
    }

    @Test
    @DisplayName("a dry run is the plan of the real run, and changes nothing but one line marked so")
    void dryRun() {
        scene.fail(5);

        try (var incidents = scene.process()) {
            var plan = incidents.recovery().plan(named("one"), RecoveryWhatIf.NOTHING);

            assertThat(plan.dryRun()).isTrue();
            assertThat(statuses(plan)).containsExactly(Status.WOULD_DO, Status.WOULD_DO, Status.SKIPPED);
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(5);
            assertThat(scene.restarts).hasValue(0);
            assertThat(scene.state.read("recovery")).isEmpty();
            assertThat(scene.lines)
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.required("dry_run").booleanValue()).isTrue());

            var real = incidents.recovery().recover(named("one"));

            assertThat(real.dryRun()).isFalse();
            assertThat(real.reason()).isEqualTo(plan.reason());
            assertThat(real.facts()).isEqualTo(plan.facts());
            assertThat(real.steps()).zipSatisfy(plan.steps(), (done, planned) -> {
                assertThat(done.action()).isEqualTo(planned.action());
                assertThat(done.is(Status.SKIPPED)).isEqualTo(planned.is(Status.SKIPPED));
            });
        }
    }

    @Test
    @DisplayName("a dry run may take other signals than the live ones")
    void whatIf() {
        scene.outcomes = Outcomes.NONE;

        try (var incidents = scene.process()) {
            var live = incidents.recovery().plan(RecoveryRequest.PLAIN, RecoveryWhatIf.NOTHING);
            var worse = incidents
                    .recovery()
                    .plan(RecoveryRequest.PLAIN, new RecoveryWhatIf(OptionalDouble.of(0.5), OptionalLong.empty()));

            assertThat(live.reason()).isEqualTo(RecoveryReason.NOT_NEEDED);
            assertThat(worse.reason()).isEqualTo(RecoveryReason.ERROR_RATE);
            assertThat(worse.fact("error_rate")).hasValue(0.5);
        }
    }

    @Test
    @DisplayName("a hundred requests of one name at once are one recovery, and all get its report")
    void sameName() throws Exception {
        scene.fail(1_000);

        try (var incidents = scene.process()) {
            var reports = atOnce(100, i -> incidents.recovery().recover(named("one")));

            assertThat(reports).hasSize(100).containsOnly(reports.get(0));
            assertThat(scene.restarts).hasValue(1);
            assertThat(scene.lines).hasSize(1);
        }
    }

    @Test
    @DisplayName("a hundred requests of different names at once never make two recoveries at the same time")
    void differentNames() throws Exception {
        scene.fail(1_000);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        scene.restart = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            return new Restart(2, 0);
        };

        try (var incidents = scene.process()) {
            var reports = atOnce(100, i -> incidents.recovery().recover(named("one-" + i)));

            assertThat(reports)
                    .hasSize(100)
                    .allSatisfy(report -> assertThat(
                                    report.recovered() || report.reason() == RecoveryReason.ALREADY_RUNNING)
                            .isTrue());
            var recovered = reports.stream().filter(RecoveryReport::recovered).count();
            assertThat(recovered).isPositive().isEqualTo(scene.restarts.get());
            assertThat(most).hasValue(1);
            assertThat(scene.lines).hasSize(100);
            assertThat(scene.queue.deadLetters().retrying()).isEqualTo(1_000);
        }
    }

    @Test
    @DisplayName("the same name gives the same report after a restart")
    void nameOutlivesTheProcess() {
        scene.fail(3);
        RecoveryReport first;
        try (var incidents = scene.process()) {
            first = incidents.recovery().recover(named("one"));
        }

        try (var incidents = scene.process()) {
            assertThat(incidents.recovery().recover(named("one"))).isEqualTo(first);
            assertThat(scene.restarts).hasValue(1);
            assertThat(scene.lines).hasSize(1);
        }
    }

    @Test
    @DisplayName("a refusal because of another recovery does not settle a name; it may be tried again")
    void refusedNameMayTryAgain() throws Exception {
        scene.fail(10);
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        scene.restart = () -> {
            entered.countDown();
            await(leave);
            return new Restart(2, 0);
        };

        try (var incidents = scene.process();
                var first = new OneThread()) {
            var running = first.submit(() -> incidents.recovery().recover(named("first")));
            await(entered);
            var refused = incidents.recovery().recover(named("second"));
            leave.countDown();
            running.get(20, TimeUnit.SECONDS);
            scene.restart = () -> new Restart(2, 0);

            assertThat(refused.reason()).isEqualTo(RecoveryReason.ALREADY_RUNNING);
            assertThat(incidents.recovery().recover(named("second")).recovered())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("without a state store nothing is done, since nothing would be remembered")
    void storeAway() {
        scene.fail(5);
        scene.state.readOnly = true;

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(named("one"));

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.STORE_FAILED);
            assertThat(statuses(report)).containsOnly(Status.SKIPPED);
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(5);
            assertThat(scene.outcomesWritten()).containsExactly("store_failed");

            scene.state.readOnly = false;
            assertThat(incidents.recovery().recover(named("one")).recovered()).isTrue();
        }
    }

    @Test
    @DisplayName("a store that goes away in between begins no further step")
    void storeGoesAway() {
        scene.fail(5);
        scene.restart = () -> {
            scene.state.away = true;
            return new Restart(2, 0);
        };
        scene.switches = new Switches(true, true);

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.PARTLY);
            assertThat(statuses(report)).containsExactly(Status.DONE, Status.DONE, Status.FAILED);
            assertThat(scene.rotations).hasValue(0);

            scene.state.away = false;
            scene.restart = () -> new Restart(2, 0);
            assertThat(incidents.recovery().recover(RecoveryRequest.PLAIN).recovered())
                    .as("the run that could not be given up is given up")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("a log on a full disk keeps no recovery from happening, and is written when there is room again")
    void logAway() {
        scene.fail(5);
        scene.logAway = true;

        try (var incidents = scene.process()) {
            var first = incidents.recovery().recover(named("one"));
            var plan = incidents.recovery().plan(named("two"), RecoveryWhatIf.NOTHING);

            assertThat(first.recovered()).isTrue();
            assertThat(incidents.recovery().incidents(10)).containsExactly(plan, first);
            assertThat(scene.lines).isEmpty();
            assertThat(scene.faults).contains("incidents");

            scene.logAway = false;
            incidents.watch(scene.signals());

            assertThat(scene.lines.stream().map(IncidentJson::incident)).startsWith(first, plan);
        }
    }

    @Test
    @DisplayName("the newest incident is the first, also when a recovery came before it")
    void newestFirst() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        scene.restart = () -> {
            entered.countDown();
            await(leave);
            return new Restart(2, 0);
        };

        try (var incidents = scene.process();
                var thread = new OneThread()) {
            var recovery = thread.submit(() -> incidents.recovery().recover(named("recovered")));
            await(entered);
            assertThat(incidents.recovery().incidents(1))
                    .singleElement()
                    .satisfies(report -> assertThat(report.outcome()).isEqualTo(RecoveryOutcome.RUNNING));

            leave.countDown();
            recovery.get(20, TimeUnit.SECONDS);
            scene.outcomes = Outcomes.NONE;
            var refused = incidents.recovery().recover(named("refused"));

            assertThat(incidents.recovery().incidents(1)).containsExactly(refused);
            assertThat(incidents.recovery().incidents(5)).hasSize(2);
        }
    }

    @Test
    @DisplayName("a log that cannot be read at first is read later, and shows each incident once")
    void logUnreadable() {
        scene.fail(5);
        try (var incidents = scene.process()) {
            incidents.recovery().recover(named("before"));
        }
        scene.logUnreadable = true;

        try (var incidents = scene.process()) {
            var after = incidents.recovery().recover(named("after"));
            assertThat(incidents.recovery().incidents(10)).containsExactly(after);

            scene.logUnreadable = false;

            assertThat(incidents.recovery().incidents(10).stream().map(RecoveryReport::incidentId))
                    .containsExactly("after", "before");
        }
    }

    @Test
    @DisplayName("what every recovery says is in the words of its reason")
    void words() {
        scene.fail(5);

        try (var incidents = scene.process()) {
            var plan = incidents.recovery().plan(RecoveryRequest.PLAIN, RecoveryWhatIf.NOTHING);
            var done = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(RecoveryWords.of(plan)).isEqualTo("a dry run changes nothing: error rate 10 % above its limit");
            assertThat(RecoveryWords.of(done))
                    .isEqualTo("recovered: error rate 10 % above its limit; 5 jobs go to the retry queue; 2 workers"
                            + " were replaced");
        }
    }

    @Test
    @DisplayName("a queue that cannot say how much is dead is tried, and its fault is seen")
    void queueAway() {
        scene.deadLetters = new BrokenQueue();

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.steps().get(0).action()).isEqualTo(RecoveryAction.REDRIVE);
            assertThat(statuses(report)).containsExactly(Status.FAILED, Status.DONE, Status.SKIPPED);
            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.PARTLY);
            assertThat(report.ok()).isFalse();
            assertThat(scene.faults).contains("dead_letters");
        }
    }

    static RecoveryRequest named(String id) {
        return new RecoveryRequest(Optional.of(id), Optional.empty(), Optional.empty());
    }

    static List<Status> statuses(RecoveryReport report) {
        return report.steps().stream().map(StepReport::status).toList();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Asking<T> {
        T ask(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int number, Asking<T> asking) throws Exception {
        var threads = Executors.newFixedThreadPool(number);
        try {
            var barrier = new CyclicBarrier(number);
            var answers = new ConcurrentHashMap<Integer, Future<T>>();
            IntStream.range(0, number)
                    .forEach(i -> answers.put(i, threads.submit(() -> {
                        barrier.await(20, TimeUnit.SECONDS);
                        return asking.ask(i);
                    })));
            var all = new ArrayList<T>();
            for (var answer : answers.values()) {
                all.add(answer.get(60, TimeUnit.SECONDS));
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    /** A thread that ends with the test. */
    static final class OneThread implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        <T> Future<T> submit(Callable<T> task) {
            return thread.submit(task);
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    /** A queue whose broker is down. */
    private static final class BrokenQueue implements DeadLetterQueue {
        @Override
        public DeadLetterDepth deadLetters() {
            throw new UnavailableException("down");
        }

        @Override
        public RedriveProgress beginRedrive(String redrive) {
            throw new UnavailableException("down");
        }

        @Override
        public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
            throw new UnavailableException("down");
        }
    }
}
