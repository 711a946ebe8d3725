package ai.levqor.ops.engine.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.SummaryMessage;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.store.FileStateStore;
import ai.levqor.ops.store.JsonLog;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the job that sends the summary")
@Timeout(60)
class SummaryWorkTest {
    private final FakeTime time = new FakeTime();
    private final StateStore store = new InMemoryStateStore();
    private final DeadlineCaller caller = new DeadlineCaller(Duration.ofSeconds(30));
    private final List<Alert> alerts = Collections.synchronizedList(new ArrayList<>());
    private final List<SummaryMessage> mails = Collections.synchronizedList(new ArrayList<>());
    private final List<ObjectNode> lines = Collections.synchronizedList(new ArrayList<>());
    private final SummaryOutlet alert = SummaryOutlet.alerts(alerts::add);
    private final SummaryOutlet mail = SummaryOutlet.channel(mails::add);

    SummaryWorkTest() {
        time.jumpTo(Samples.NOW);
    }

    @AfterEach
    void close() {
        caller.close();
    }

    private SummaryWork work(SummaryOutlet... outlets) {
        return work(store, lines::add, outlets);
    }

    private SummaryWork work(StateStore state, Consumer<ObjectNode> log, SummaryOutlet... outlets) {
        return new SummaryWork(
                Samples.SETUP,
                Samples.shop(),
                List.of(outlets),
                log,
                new SummaryContext(time, state, caller, new FaultLog(name -> {})));
    }

    private static Ending run(SummaryWork work) {
        return work.run(progress -> {});
    }

    private static SummaryOutlet failing(Throwable failure) {
        return new SummaryOutlet("channel", (message, at) -> SummaryWorkTest.<RuntimeException>sneak(failure));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    @DisplayName("sends by each outlet, and writes a line")
    void sends() {
        var ending = run(work(alert, mail));

        assertThat(ending.outcome()).isEqualTo(Outcome.DONE);
        assertThat(ending.message()).isEqualTo("sent by alerts, channel");
        assertThat(alerts).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Alert.Severity.INFO);
            assertThat(it.title()).startsWith("Daily summary 2026-11-26: 2 incidents");
            assertThat(it.text()).startsWith("Thursday 26 November 2026, 09:00\n");
        });
        assertThat(mails)
                .singleElement()
                .satisfies(it -> assertThat(it.json()).isEqualTo(lines.get(0).toString()));
        assertThat(lines).hasSize(1);
    }

    @Test
    @DisplayName("sends once for a date, on another instance too, and again on the next")
    void once() {
        run(work(alert));
        time.pass(Duration.ofHours(1));

        var again = run(work(alert));
        time.pass(Duration.ofHours(24));
        var next = run(work(alert));

        assertThat(again.outcome()).isEqualTo(Outcome.DONE);
        assertThat(again.message()).isEqualTo("was sent already at 2026-11-26T09:00:00Z");
        assertThat(next.message()).isEqualTo("sent by alerts");
        assertThat(alerts).hasSize(2);
        assertThat(lines).extracting(it -> it.get("date").textValue()).containsExactly("2026-11-26", "2026-11-27");
    }

    @Test
    @DisplayName("sends once if sixteen instances try at once, on files")
    void fleet(@TempDir Path folder) throws Exception {
        var log = folder.resolve("ops_summary.jsonl");
        var barrier = new CyclicBarrier(16);
        var pool = Executors.newFixedThreadPool(16);
        Callable<Ending> instance = () -> {
            var work = work(new FileStateStore(folder), new JsonLog(log)::append, alert, mail);
            barrier.await();
            return run(work);
        };

        var endings = pool.invokeAll(Collections.nCopies(16, instance));
        pool.shutdown();

        assertThat(alerts).hasSize(1);
        assertThat(mails).hasSize(1);
        assertThat(new JsonLog(log).tail(9)).hasSize(1);
        assertThat(endings).extracting(it -> it.get().outcome()).containsOnly(Outcome.DONE, Outcome.ELSEWHERE);
        assertThat(endings).extracting(it -> it.get().message()).containsOnlyOnce("sent by alerts, channel");
    }

    @Test
    @DisplayName("without any channel is written down, and says that nobody is told")
    void nobody() {
        assertThat(run(work()).message()).isEqualTo("nobody is told: no channel");
        assertThat(run(work()).message()).startsWith("was sent already");
        assertThat(lines).hasSize(1);
    }

    @Test
    @DisplayName("without any channel writes one line if another instance takes the date while it composes")
    void claimed() {
        var shop = Samples.shop();
        var late = new SummarySources(
                shop.metrics(),
                shop.outcomes(),
                shop.steps(),
                shop.looks(),
                shop.incidents(),
                () -> {
                    run(work());
                    return shop.deadLetters().get();
                },
                shop.users(),
                shop.costs(),
                shop.jobs());
        var context = new SummaryContext(time, store, caller, new FaultLog(name -> {}));

        var ending = run(new SummaryWork(Samples.SETUP, late, List.of(), lines::add, context));

        assertThat(ending.outcome()).isEqualTo(Outcome.ELSEWHERE);
        assertThat(lines).hasSize(1);
    }

    @Test
    @DisplayName("gives the date back if it was not sent, and the next run sends")
    void givenBack() {
        var failed = run(work(SummaryOutlet.alerts(it -> false), failing(new UnavailableException("away"))));

        var again = run(work(alert, mail));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.message()).isEqualTo("not sent by alerts, channel; the next run tries that again");
        assertThat(again.message()).isEqualTo("sent by alerts, channel");
        assertThat(lines).hasSize(1);
    }

    @Test
    @DisplayName("tries again what failed alone, be it an error")
    void partly() {
        var failed = run(work(failing(new StackOverflowError()), alert));

        var again = run(work(mail, alert));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.message()).isEqualTo("not sent by channel; the next run tries that again");
        assertThat(again.outcome()).isEqualTo(Outcome.DONE);
        assertThat(alerts).hasSize(1);
        assertThat(mails).hasSize(1);
    }

    @Test
    @DisplayName("gives the date back when a channel hangs and is interrupted, and the interrupt goes on")
    void hanging(@TempDir Path folder) throws Exception {
        var within = new CountDownLatch(1);
        var hanging = new SummaryOutlet("channel", (message, at) -> {
            within.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnavailableException("interrupted", e);
            }
        });
        var files = new FileStateStore(folder);
        var ended = new FutureTask<>(() -> {
            var ending = run(work(files, lines::add, hanging, alert));
            return ending.message() + "; " + Thread.currentThread().isInterrupted();
        });
        var thread = new Thread(ended);
        thread.start();
        within.await();

        thread.interrupt();

        assertThat(ended.get())
                .isEqualTo("interrupted, not sent by channel, alerts; the next run tries that again; true");
        assertThat(run(work(files, lines::add, mail, alert)).message()).isEqualTo("sent by channel, alerts");
        assertThat(lines).hasSize(1);
    }

    @Test
    @DisplayName("writes its line later if the log is away, and sends nothing for it")
    void logAway() {
        Consumer<ObjectNode> away = line -> {
            throw new UnavailableException("disk full");
        };

        var failed = run(work(store, away, alert));
        var again = run(work(alert));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.message()).startsWith("sent, but its line could not be written");
        assertThat(again.outcome()).isEqualTo(Outcome.DONE);
        assertThat(alerts).hasSize(1);
        assertThat(lines).hasSize(1);
    }

    @Test
    @DisplayName("leaves a date to the instance that is at it, and takes it over when that is silent for 45 seconds")
    void takenOver() {
        killed(new SummaryOutlet("first", (message, at) -> {}), 2);

        var early = run(work(alert, mail));
        time.pass(Duration.ofSeconds(45));
        var late = run(work(alert, mail));

        assertThat(early.outcome()).isEqualTo(Outcome.ELSEWHERE);
        assertThat(late.message()).isEqualTo("sent by alerts, channel");
    }

    @Test
    @DisplayName("does not ask an outlet again that was asked when the process was killed, and asks the others")
    void killedWithin() {
        killed(alert, 3);
        time.pass(Duration.ofMinutes(1));

        run(work(alert, mail));

        assertThat(alerts).hasSize(1);
        assertThat(mails).hasSize(1);
        assertThat(lines).hasSize(2); // at least once
    }

    /** A process that dies at its {@code call}th write to the store. */
    private void killed(SummaryOutlet outlet, int call) {
        var calls = new AtomicInteger();
        var dying = new StateStore() {
            @Override
            public Optional<Versioned> read(String key) {
                return store.read(key);
            }

            @Override
            public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
                if (calls.incrementAndGet() == call) {
                    throw new UnavailableException("killed");
                }
                return store.compareAndSet(key, expected, value);
            }
        };
        assertThatThrownBy(() -> run(work(dying, lines::add, outlet))).isInstanceOf(UnavailableException.class);
    }

    @Test
    @DisplayName("takes up at once what it has begun itself, and could not settle")
    void ownClaim() {
        var calls = new AtomicInteger();
        var shaky = new StateStore() {
            @Override
            public Optional<Versioned> read(String key) {
                return store.read(key);
            }

            @Override
            public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
                if (calls.incrementAndGet() == 3) {
                    throw new UnavailableException("away");
                }
                return store.compareAndSet(key, expected, value);
            }
        };
        var work = work(shaky, lines::add, alert);

        assertThatThrownBy(() -> run(work)).hasMessageContaining("the state store does not answer");
        assertThat(run(work).outcome()).isEqualTo(Outcome.DONE);

        assertThat(alerts).hasSize(1);
    }

    @Test
    @DisplayName("stops when another instance has taken the date over")
    void overtaken() {
        var slow = new SummaryOutlet("slow", (message, at) -> {
            time.pass(Duration.ofMinutes(1));
            run(work(alert, mail));
        });

        var ending = run(work(slow, alert, mail));

        assertThat(ending.outcome()).isEqualTo(Outcome.ELSEWHERE);
        assertThat(alerts).hasSize(1);
        assertThat(mails).hasSize(1);
    }

    @Test
    @DisplayName("sends nothing if the store is away, because nobody knows then what was sent")
    void storeAway() {
        var away = new StateStore() {
            @Override
            public Optional<Versioned> read(String key) {
                throw new UnavailableException("away");
            }

            @Override
            public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
                throw new UnavailableException("away");
            }
        };

        assertThatThrownBy(() -> run(work(away, lines::add, alert))).isInstanceOf(UnavailableException.class);
        assertThat(alerts).isEmpty();
    }

    @Test
    @DisplayName("sends none of yesterday if a clock is behind, and is not stopped for ever by one that was ahead")
    void clocks() {
        run(work(alert));
        time.jumpTo(Samples.NOW.minus(Duration.ofDays(1)));
        var behind = run(work(alert));
        time.jumpTo(Samples.NOW.minus(Duration.ofDays(30)));
        var earlier = run(work(alert));

        assertThat(behind.message()).isEqualTo("one of a later date was sent already");
        assertThat(earlier.message()).isEqualTo("sent by alerts");
    }

    @Test
    @DisplayName("is dated by London: half past midnight there is the next date, in summer")
    void london() {
        time.jumpTo(Instant.parse("2026-06-30T22:59:59Z"));
        run(work(alert));
        time.jumpTo(Instant.parse("2026-06-30T23:30:00Z"));
        run(work(alert));

        assertThat(lines).extracting(it -> it.get("date").textValue()).containsExactly("2026-06-30", "2026-07-01");
    }

    @Test
    @DisplayName("rehearsed tells the text, sends nothing, and takes no date")
    void rehearsal() {
        var told = work(alert).rehearse().orElseThrow();

        assertThat(told.message())
                .startsWith("Daily summary 2026-11-26: 2 incidents")
                .contains("\nUp 12 d 4 h\n");
        assertThat(alerts).isEmpty();
        assertThat(lines).isEmpty();
        assertThat(store.read(SummaryWork.STATE_KEY)).isEmpty();
    }

    @Test
    @DisplayName("starts afresh on a state that cannot be read")
    void damaged() {
        store.compareAndSet(SummaryWork.STATE_KEY, Optional.empty(), "{\"date\":1}");

        assertThat(run(work(alert)).message()).isEqualTo("sent by alerts");
    }

    @Test
    @DisplayName("wants a name of its own for each outlet")
    void names() {
        assertThatThrownBy(() -> work(alert, alert)).hasMessageContaining("a name of its own");
        assertThatThrownBy(() -> new SummaryOutlet("E-mail", (message, at) -> {}))
                .hasMessageContaining("E-mail");
    }
}
