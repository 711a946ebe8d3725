package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.SourceHealth.Status;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.RecoveryWhatIf;
import ai.levqor.ops.engine.verify.Check;
import ai.levqor.ops.engine.verify.DryRunChecks;
import ai.levqor.ops.engine.verify.Finding;
import ai.levqor.ops.engine.verify.MetersCheck;
import ai.levqor.ops.engine.verify.QueueCheck;
import ai.levqor.ops.engine.verify.SourceChecks;
import ai.levqor.ops.spi.UnavailableException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DryRunChecksTest {
    private final FakeBackend backend = new FakeBackend();

    @Test
    @DisplayName("a dry run of a step is answered, as things are and under load, and changes nothing")
    void scale() throws Exception {
        backend.enable();
        backend.queue = () -> backend.depth(11);
        try (var engine = backend.engine()) {
            engine.tick();
            var state = List.copyOf(backend.state.values.values());

            var finding = look(DryRunChecks.scale(engine.autoscaler()::dryRun, trace(engine)));

            assertThat(finding.status()).isEqualTo(Finding.Status.PASSED);
            assertThat(finding.detail()).isEqualTo("now: hold (step_up_too_soon); under load: hold (step_up_too_soon)");
            assertThat(backend.state.values.values()).containsExactlyInAnyOrderElementsOf(state);
            assertThat(backend.pool.targets).containsExactly(3);
        }
    }

    @Test
    @DisplayName("a dry run that is carried out, or leaves something changed, fails")
    void scaleChanges() throws Exception {
        backend.enable();
        backend.queue = () -> backend.depth(11);
        try (var engine = backend.engine()) {
            var applied = look(DryRunChecks.scale(whatIf -> engine.autoscaler().apply(), trace(engine)));
            var changed = look(DryRunChecks.scale(
                    whatIf -> {
                        backend.flags.set(backend.flags.current);
                        return engine.autoscaler().dryRun(whatIf);
                    },
                    trace(engine)));

            assertThat(applied).isEqualTo(Finding.failed("a dry run was carried out"));
            assertThat(changed.detail()).startsWith("a dry run leaves something changed");
            assertThat(changed.status()).isEqualTo(Finding.Status.FAILED);
        }
    }

    @Test
    @DisplayName("a tick in the middle of a dry run is not taken for a change by it")
    void tickMeanwhile() throws Exception {
        try (var engine = backend.engine()) {
            var looks = new AtomicInteger();

            var finding = look(DryRunChecks.scale(
                    whatIf -> {
                        if (looks.getAndIncrement() == 0) {
                            engine.tick();
                        }
                        return engine.autoscaler().dryRun(whatIf);
                    },
                    trace(engine)));

            assertThat(finding.status()).isEqualTo(Finding.Status.PASSED);
        }
    }

    @Test
    @DisplayName("a dry run of a recovery is answered, and writes not even the line of a plan")
    void recover() throws Exception {
        try (var engine = backend.engine()) {
            Supplier<List<?>> trace = () ->
                    List.of(engine.recovery().incidents(1), backend.flags.read().version());

            var finding = look(DryRunChecks.recover(
                    () -> engine.recovery().foresee(RecoveryRequest.PLAIN, RecoveryWhatIf.NOTHING), trace));
            var planned = look(DryRunChecks.recover(
                    () -> engine.recovery().plan(RecoveryRequest.PLAIN, RecoveryWhatIf.NOTHING), trace));

            assertThat(finding.status()).isEqualTo(Finding.Status.PASSED);
            assertThat(planned.status()).isEqualTo(Finding.Status.FAILED);
        }
    }

    @Test
    @DisplayName("every source of a loop that is well answers; one that fails is named, and its words are not told")
    void sources() throws Exception {
        try (var engine = backend.engine()) {
            assertThat(failing(SourceChecks.of(engine::health))).isEmpty();

            backend.time.pass(EngineSettings.DEFAULTS.snapshotFor());
            backend.queue = () -> {
                throw new UnavailableException("redis://ops:hunter2@host is away");
            };

            assertThat(failing(SourceChecks.of(engine::health))).containsExactly("source:queue: failed");
        }
    }

    @Test
    @DisplayName("a fault that is none of a source is told with the rest, but not that this very check failed")
    void others() throws Exception {
        var health = new Health(
                Status.DEGRADED,
                backend.time.instant(),
                List.of(
                        new SourceHealth("alerts", Status.DEGRADED, "late"),
                        new SourceHealth("integrity", Status.DEGRADED, "failed"),
                        new SourceHealth("recovery", Status.DEGRADED, "latched")));

        assertThat(failing(SourceChecks.of(() -> health)))
                .containsExactly("source:others: alerts: late; recovery: latched");
    }

    @Test
    @DisplayName("the queue's depth is known, or why not, or there is declared to be none")
    void queue() throws Exception {
        backend.queue = () -> backend.depth(1);
        try (var engine = backend.engine()) {
            var check = QueueCheck.of(
                    false,
                    () -> engine.autoscaler().dryRun(WhatIf.NOTHING).seen().queueDepth());

            assertThat(look(check)).isEqualTo(Finding.passed("1 job ready"));

            backend.time.pass(EngineSettings.DEFAULTS.snapshotFor());
            backend.queue = () -> {
                throw new UnavailableException("away");
            };

            assertThat(look(check)).isEqualTo(Finding.failed("the queue answers with an error; the log tells more"));
            assertThat(look(QueueCheck.of(true, () -> {
                                throw new AssertionError("not asked");
                            }))
                            .status())
                    .isEqualTo(Finding.Status.SKIPPED);
        }
    }

    @Test
    @DisplayName("the meters are looked for in a registry, in each that a composite is made of, and behind filters")
    void meters() throws Exception {
        var empty = new CompositeMeterRegistry();
        var composite = new CompositeMeterRegistry();
        composite.add(new CompositeMeterRegistry().add(new SimpleMeterRegistry()));
        var filtered = new SimpleMeterRegistry();
        filtered.config().meterFilter(MeterFilter.denyNameStartsWith("levqor.cost.today"));

        assertThat(metersOf(new FakeBackend(empty)).status()).isEqualTo(Finding.Status.SKIPPED);
        assertThat(metersOf(new FakeBackend(composite))).isEqualTo(Finding.passed("the 4 meters are there"));
        assertThat(metersOf(backend)).isEqualTo(Finding.passed("the 4 meters are there"));
        assertThat(metersOf(new FakeBackend(filtered)))
                .isEqualTo(Finding.failed("not in the registry, or kept out of it by a filter: levqor.cost.today"));
        assertThat(look(MetersCheck.of(new SimpleMeterRegistry())).detail())
                .contains("levqor.worker.target", "levqor.autoscale.events of freeze");
    }

    private static Finding metersOf(FakeBackend backend) throws Exception {
        try (var engine = backend.engine()) {
            assertThat(engine.autoscaler()).isNotNull();
            return look(MetersCheck.of(backend.registry));
        }
    }

    private Supplier<List<?>> trace(Engine engine) {
        return () ->
                List.of(engine.autoscaler().history(1), backend.flags.read().version());
    }

    private static List<String> failing(List<Check> checks) throws Exception {
        var failing = new ArrayList<String>();
        for (var check : checks) {
            var finding = look(check);
            if (finding.status() == Finding.Status.FAILED) {
                failing.add(check.name() + ": " + finding.detail());
            }
        }
        return failing;
    }

    private static Finding look(Check check) throws Exception {
        return check.look().call();
    }
}
