package ai.levqor.ops.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.verify.Finding.Status;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import ai.levqor.ops.http.Secrets;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IntegrityTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final FakeTime time = new FakeTime();
    private final List<IntegrityReport> told = new ArrayList<>();
    private final List<Integrity> made = new ArrayList<>();

    @AfterEach
    void close() {
        made.forEach(Integrity::close);
    }

    @Test
    @DisplayName("every check is made, in its order, and what it has found is told and kept")
    void inOrder() {
        var integrity = integrity(LONG, told::add, check("one", () -> Finding.passed("fine")), check("two", () -> {
            time.pass(Duration.ofMillis(7));
            return Finding.skipped("nothing there");
        }));

        var report = integrity.run();

        assertThat(report.checks())
                .containsExactly(
                        new Checked("one", Finding.passed("fine"), Duration.ZERO),
                        new Checked("two", Finding.skipped("nothing there"), Duration.ofMillis(7)));
        assertThat(report.ok()).isTrue();
        assertThat(report.startedAt()).isEqualTo(FakeTime.START);
        assertThat(report.computedAt()).isEqualTo(FakeTime.START.plusMillis(7));
        assertThat(report.took()).isEqualTo(Duration.ofMillis(7));
        assertThat(integrity.last()).containsSame(report);
        assertThat(told).containsExactly(report);
    }

    @Test
    @DisplayName("a check that hangs has failed when its time is over, and is interrupted; the others are made")
    void hangs() throws Exception {
        var interrupted = new CountDownLatch(1);
        var integrity = integrity(
                Duration.ofMillis(200),
                told::add,
                check("hangs", () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return Finding.passed("too late");
                }),
                check("next", () -> Finding.passed("fine")));

        var report = integrity.run();

        assertThat(report.checks().get(0).finding()).isEqualTo(Finding.failed("did not answer within 200 ms"));
        assertThat(report.checks().get(1).is(Status.PASSED)).isTrue();
        assertThat(report.failing()).extracting(Checked::name).containsExactly("hangs");
        interrupted.await();
    }

    @Test
    @DisplayName("a check that hangs for ever, deaf to interrupts, keeps no later run from the others")
    void hangsForEver() {
        var end = new CountDownLatch(1);
        var begun = new AtomicInteger();
        var integrity = integrity(
                Duration.ofMillis(200),
                told::add,
                check("deaf", () -> {
                    begun.incrementAndGet();
                    for (var waiting = true; waiting; ) {
                        try {
                            end.await();
                            waiting = false;
                        } catch (InterruptedException e) {
                            waiting = true;
                        }
                    }
                    return Finding.passed("");
                }),
                check("next", () -> Finding.passed("fine")));

        integrity.run();
        var second = integrity.run();
        end.countDown();

        assertThat(second.checks().get(0).is(Status.FAILED)).isTrue();
        assertThat(second.checks().get(1).is(Status.PASSED)).isTrue();
        assertThat(begun).hasValue(1);
    }

    @Test
    @DisplayName("of what a check throws, the words are told that are meant for people, else its class; never a secret")
    void throwsSomething() {
        try (var secrets = new Secrets("hunter2", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "password")) {
            var integrity = integrity(
                    LONG,
                    told::add,
                    check("bug", () -> {
                        throw new IllegalStateException(
                                "password=hunter2", new RuntimeException("jdbc:h2:mem:x;PASSWORD=hunter2"));
                    }),
                    check("error", () -> {
                        throw new AssertionError("hunter2");
                    }),
                    check("fault", () -> {
                        throw new UnavailableException("no answer", new RuntimeException("hunter2"));
                    }),
                    check("address", () -> {
                        throw new UnavailableException("no answer from redis://ops:hunter2@host:6379/1\nat once");
                    }),
                    check("mistake", () -> {
                        throw new ConfigurationException("the key sk_live_4eC39HqLyjWDarjtT1zdp7dc is refused");
                    }),
                    check("next", () -> Finding.passed("fine")));

            var report = integrity.run();

            assertThat(report.checks())
                    .extracting(check -> check.finding().detail())
                    .containsExactly(
                            "threw IllegalStateException",
                            "threw AssertionError",
                            "no answer",
                            "no answer from redis://***@host:6379/1 at once",
                            "the key *** is refused",
                            "fine");
            assertThat(report.failing()).hasSize(5);
            assertThat(secrets.said()).anyMatch(line -> line.contains("integrity: fault failed: no answer"));
            secrets.assertKept(new Throwable(), report);
        }
    }

    @Test
    @DisplayName("two that ask at once are answered by one run")
    void once() throws Exception {
        var runs = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var integrity = integrity(LONG, told::add, check("slow", () -> {
            runs.incrementAndGet();
            begun.countDown();
            end.await();
            return Finding.passed("fine");
        }));
        var first = CompletableFuture.supplyAsync(integrity::run);
        begun.await();
        var second = new CompletableFuture<IntegrityReport>();
        var asking = new Thread(() -> second.complete(integrity.run()));
        asking.start();
        awaitWaiting(asking);

        end.countDown();

        assertThat(second.get()).isSameAs(first.get());
        assertThat(runs).hasValue(1);
        assertThat(told).hasSize(1);
    }

    @Test
    @DisplayName("a run that is cut short tells nothing, and what was known before stays")
    void cutShort() throws Exception {
        var first = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var integrity = integrity(LONG, told::add, check("slow", () -> {
            if (first.getAndIncrement() > 0) {
                begun.countDown();
                new CountDownLatch(1).await();
            }
            return Finding.passed("fine");
        }));
        var known = integrity.run();
        var failure = new CompletableFuture<Throwable>();
        var running = new Thread(() -> {
            try {
                integrity.run();
            } catch (UnavailableException e) {
                failure.complete(e);
            }
        });
        running.start();
        begun.await();

        running.interrupt();

        assertThat(failure.get()).hasMessage("the integrity check was cut short");
        assertThat(integrity.last()).containsSame(known);
        assertThat(told).containsExactly(known);
    }

    @Test
    @DisplayName("news that cannot be told cost nobody the report")
    void newsFail() {
        var integrity = integrity(
                LONG,
                report -> {
                    throw new IllegalStateException("full");
                },
                check("one", () -> Finding.passed("fine")));

        var report = integrity.run();

        assertThat(integrity.last()).containsSame(report);
    }

    @Test
    @DisplayName("after the end nothing is checked, and two checks of one name are a mistake")
    void refuses() {
        var one = check("one", () -> Finding.passed("fine"));
        var integrity = integrity(LONG, told::add, one);
        integrity.close();

        assertThatThrownBy(integrity::run).isInstanceOf(UnavailableException.class);
        assertThat(integrity.last()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> integrity(LONG, told::add, one, one))
                .withMessageContaining("two are named one");
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static Check check(String name, Callable<Finding> look) {
        return new Check(name, look);
    }

    private Integrity integrity(Duration deadline, Consumer<IntegrityReport> news, Check... checks) {
        var integrity = new Integrity(List.of(checks), deadline, time, time, news);
        made.add(integrity);
        return integrity;
    }
}
