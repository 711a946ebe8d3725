package ai.levqor.ops.engine.retention;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.retention.RetentionReport.Hint;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.policy.retention.CohortRow.Returned;
import ai.levqor.ops.spi.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetentionTest {
    /** The day of {@link FakeTime#START}. */
    private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

    private static final LocalDate YESTERDAY = TODAY.minusDays(1);

    private final FakeLog log = new FakeLog();
    private final SharedState state = new SharedState();
    private final FakeTime time = new FakeTime();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final FaultLog faultLog = new FaultLog(faults::add);
    private final DeadlineCaller caller = new DeadlineCaller(Duration.ofSeconds(20));
    private final Retention retention = retention(Duration.ofSeconds(50));

    @AfterEach
    void end() {
        retention.end();
        retention.close();
        caller.close();
    }

    @Test
    @DisplayName("a night by hand counts to yesterday, never today, and tells the newest day first")
    void nightByHand() {
        givenDays(50, 10);
        log.active(TODAY, 1, 999);

        var run = retention.run();

        assertThat(run.outcome()).isEqualTo(Outcome.DONE);
        assertThat(run.counts())
                .containsExactly(new Count("counted", 50), new Count("revised", 0), new Count("unrepaired", 0));
        assertThat(run.startedAt()).isEqualTo(FakeTime.START);
        assertThat(run.endedAt()).contains(FakeTime.START);
        var report = retention.rows(30);
        assertThat(report.rows()).hasSize(30);
        assertThat(report.rows().get(0).day()).isEqualTo(YESTERDAY);
        assertThat(report.rows().get(0).dau()).hasValue(10);
        assertThat(report.stale()).isFalse();
        assertThat(report.hint()).isEmpty();
    }

    @Test
    @DisplayName("days before anything is known are left out, and a day that was missed in between is shown as missing")
    void rowsEndWhereKnowledgeEnds() {
        givenDays(3, 10);
        assertThat(retention.run().outcome()).isEqualTo(Outcome.DONE);
        time.pass(Duration.ofDays(1));

        var report = retention.rows(30);

        assertThat(report.rows())
                .extracting(RetentionRow::state)
                .containsExactly(State.MISSING, State.INCOMPLETE_WINDOW, State.INCOMPLETE_WINDOW, State.PARTIAL);
        assertThat(report.stale()).isTrue();
        assertThat(report.asOf()).contains(YESTERDAY);
        assertThat(report.lastFinished()).isEqualTo(TODAY);
    }

    @Test
    @DisplayName("with nothing known it says what to do: record, wait for a day to end, or count")
    void hints() {
        assertThat(retention.rows(30).hint()).contains(Hint.NOTHING_RECORDED);
        assertThat(retention.rows(30).rows()).isEmpty();
        retention.activity().record(7);
        assertThat(retention.rows(30).hint()).contains(Hint.NOT_COUNTED);

        assertThat(retention.run().outcome()).isEqualTo(Outcome.NO_DATA);

        assertThat(retention.rows(30).hint()).contains(Hint.LOG_EMPTY);
        assertThat(log.size()).as("what was recorded is written before a night").isEqualTo(1);
    }

    @Test
    @DisplayName(
            "cohorts tell who came back on the day and who since; what has not finished, or was not new, is unknown")
    void cohorts() {
        givenDays(60, 10);
        var first = YESTERDAY.minusDays(8);
        log.active(first, 100, 119).active(first.plusDays(1), 100, 104).active(first.plusDays(7), 110, 119);
        assertThat(retention.run().outcome()).isEqualTo(Outcome.DONE);

        var report = retention.cohorts(60);

        var cohort = report.cohorts().get(8);
        assertThat(cohort.firstDay()).isEqualTo(first);
        assertThat(cohort.size()).hasValue(20);
        assertThat(cohort.day1()).contains(new Returned(5, 15));
        assertThat(cohort.day7()).contains(new Returned(10, 10));
        assertThat(cohort.day30()).isEmpty();
        assertThat(report.cohorts().get(7).size()).as("nobody new").hasValue(0);
        assertThat(report.cohorts().get(59).size()).as("the log begins here").isEqualTo(OptionalLong.empty());
        assertThat(report.cohorts().get(0).day1()).isEmpty();
    }

    @Test
    @DisplayName("after a restart rows are there at once, and cohorts are unknown until a night, not nobody")
    void restart() {
        givenDays(60, 10);
        log.active(YESTERDAY, 100, 119);
        assertThat(retention.run().outcome()).isEqualTo(Outcome.DONE);

        var restarted = retention(Duration.ofSeconds(50));

        assertThat(restarted.rows(1).rows().get(0).dau()).hasValue(30);
        assertThat(restarted.cohorts(1).cohorts().get(0).size()).isEmpty();
        assertThat(restarted.run().outcome()).isEqualTo(Outcome.DONE);
        assertThat(restarted.cohorts(1).cohorts().get(0).size()).hasValue(20);
    }

    @Test
    @DisplayName("a fault fails the night, is counted and said, shows nothing, and is over with the next night")
    void faultyNight() {
        givenDays(50, 10);
        log.midway = () -> {
            throw new UnavailableException("cut");
        };

        var failed = retention.run();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(faults).containsExactly("retention");
        assertThat(faultLog.standing()).containsEntry("retention", "the days could not be counted");
        assertThat(retention.rows(30).rows()).isEmpty();
        log.midway = () -> {};
        assertThat(retention.run().outcome()).isEqualTo(Outcome.DONE);
        assertThat(faultLog.standing()).isEmpty();
        assertThat(retention.job().runs()).extracting(JobRun::outcome).containsExactly(Outcome.DONE, Outcome.FAILED);
        assertThat(registry.scrape().lines())
                .contains(
                        "levqor_job_runs_total{job=\"retention\",outcome=\"done\"} 1.0",
                        "levqor_job_runs_total{job=\"retention\",outcome=\"failed\"} 1.0");
    }

    @Test
    @DisplayName("an error of the plan's is a failed night too, and the thread of whoever asked is left alone")
    void brokenPlan() {
        givenDays(50, 10);
        log.midway = () -> {
            throw new AssertionError("no fault, a bug");
        };

        assertThat(retention.run().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(retention.run().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    @DisplayName(
            "who asks while a night runs waits for that one; a night that takes long is told as running, with progress")
    void oneAtATime() throws InterruptedException {
        givenDays(50, 10);
        var midway = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var its = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var impatient = retention(Duration.ZERO, its);
        log.midway = () -> {
            midway.countDown();
            await(go);
        };

        var first = impatient.run();
        assertThat(midway.await(50, SECONDS)).isTrue();
        var second = impatient.run();

        assertThat(first.outcome()).isEqualTo(Outcome.RUNNING);
        assertThat(second.outcome()).isEqualTo(Outcome.RUNNING);
        assertThat(second.progress()).isEqualTo(new JobProgress("back-filling", 0, 50));
        assertThat(impatient.job().running()).isPresent();
        assertThat(its.scrape()).contains("levqor_retention_progress 0.0");
        go.countDown();
        impatient.end();
        impatient.close();
        assertThat(log.reads).hasSize(1);
    }

    @Test
    @DisplayName("a close cuts a night short, and what was recorded last is written all the same")
    void closeCutsShort() throws InterruptedException {
        givenDays(50, 10);
        var midway = new CountDownLatch(1);
        var interrupted = new LinkedBlockingQueue<Boolean>();
        var other = retention(Duration.ZERO);
        log.midway = () -> {
            midway.countDown();
            interrupted.add(!await(new CountDownLatch(1)));
        };
        assertThat(other.run().outcome()).isEqualTo(Outcome.RUNNING);
        assertThat(midway.await(50, SECONDS)).isTrue();
        other.activity().record(4_711);

        other.end();
        other.close();

        assertThat(interrupted.poll(50, SECONDS)).isTrue();
        assertThat(log.byDay.lastEntry().getValue()).hasSize(1);
        assertThat(other.job().runs().get(0).message()).contains("closed");
        assertThat(other.run().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    @DisplayName("the loop writes what was recorded; a log that is away is a fault of activity, not of the loop")
    void loopWrites() {
        retention.activity().record(1);
        log.away = true;

        retention.tend();

        assertThat(faultLog.standing()).containsKey("activity");
        log.away = false;
        retention.tend();
        assertThat(faultLog.standing()).isEmpty();
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("a buffer that is half full is written between two ticks, one that is not waits for the tick")
    void hurries() {
        retention.activity().record(1);
        retention.hurry();
        assertThat(log.size()).isZero();

        for (int user = 0; user < 60; user++) {
            retention.activity().record(user);
        }
        retention.hurry();

        assertThat(log.size()).isEqualTo(60);
    }

    @Test
    @DisplayName("every meter is there from the start, unknown ones are NaN; the newest day shows after a night")
    void meters() {
        assertThat(registry.scrape().lines())
                .contains(
                        "levqor_job_runs_total{job=\"retention\",outcome=\"done\"} 0.0",
                        "levqor_job_runs_total{job=\"retention\",outcome=\"elsewhere\"} 0.0",
                        "levqor_job_runs_total{job=\"retention\",outcome=\"no_data\"} 0.0",
                        "levqor_job_runs_total{job=\"retention\",outcome=\"failed\"} 0.0",
                        "levqor_active_users{window=\"1d\"} NaN",
                        "levqor_active_users{window=\"30d\"} NaN",
                        "levqor_retention_progress NaN",
                        "levqor_job_last_success_age_seconds{job=\"retention\"} NaN",
                        "levqor_activity_dropped_total 0.0");
        givenDays(10, 10);

        assertThat(retention.run().outcome()).isEqualTo(Outcome.DONE);
        time.pass(Duration.ofSeconds(90));

        assertThat(registry.scrape().lines())
                .contains(
                        "levqor_active_users{window=\"1d\"} 10.0",
                        "levqor_active_users{window=\"7d\"} 10.0",
                        "levqor_active_users{window=\"30d\"} NaN",
                        "levqor_retention_progress NaN",
                        "levqor_job_last_success_age_seconds{job=\"retention\"} 90.0");
    }

    @Test
    @DisplayName("the state store being away is told to whoever asks for rows, and every night counts as a change")
    void changesAndFaults() {
        var before = retention.changes();
        state.away = true;
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> retention.rows(30));
        assertThat(faultLog.standing()).containsKey("retention_rows");
        state.away = false;
        givenDays(5, 2);

        assertThat(retention.run().outcome()).isEqualTo(Outcome.DONE);

        assertThat(retention.changes()).isGreaterThan(before);
        assertThat(faultLog.standing()).isEmpty();
    }

    @Test
    @DisplayName("days go from 1 to 366")
    void daysAreBounded() {
        for (var days : List.of(0, -1, 367)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> retention.rows(days))
                    .withMessage("days must be in [1, 366], was " + days);
            assertThatIllegalArgumentException().isThrownBy(() -> retention.cohorts(days));
        }
    }

    private Retention retention(Duration answerWithin) {
        return retention(answerWithin, registry);
    }

    private Retention retention(Duration answerWithin, MeterRegistry registry) {
        return Retention.of(
                new RetentionSetup(ZoneOffset.UTC, 400, 2, Optional.empty(), 100, answerWithin),
                RetentionParts.recording(log),
                state,
                new RetentionContext(time, registry, caller, faultLog));
    }

    private void givenDays(int days, int users) {
        for (int back = 1; back <= days; back++) {
            log.active(TODAY.minusDays(back), 1, users);
        }
    }

    /** Whether the latch opened; {@code false} after an interrupt. */
    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
