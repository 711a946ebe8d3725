package ai.levqor.ops.spi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Abandoned;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Over;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link FireStore} promises. Extend it once for each implementation. */
public abstract class FireStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final long ALMOST = LEASE.toNanos() - 1;
    private static final int SURE = 60;

    /** The time that passes for the first instance. */
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

    /** The time that passes for another instance. */
    private final AtomicLong otherTime = new AtomicLong(-7);

    /**
     * A store that is empty at the first call in a test. Each further call gives another instance on the same content.
     *
     * @param clock the instance's own, for people
     * @param ticker its elapsed time in nanoseconds, from anywhere on
     */
    protected abstract FireStore store(Clock clock, LongSupplier ticker);

    /** At most so many fires of a job are kept when none of them runs; few, so that a test can take more. */
    protected abstract int mostKept();

    private FireStore store() {
        return store(Clock.fixed(NOON, ZoneOffset.UTC), time::get);
    }

    private FireStore other() {
        return store(Clock.fixed(NOON, ZoneOffset.UTC), otherTime::get);
    }

    @Test
    @DisplayName("of many threads of two instances one gets each fire")
    void oneTaker() throws InterruptedException, ExecutionException, TimeoutException {
        var threads = 16;
        var fires = 50;
        var pool = Executors.newFixedThreadPool(threads);
        var start = new CyclicBarrier(threads);
        var one = store();
        var other = other();
        var taken = new ArrayList<Claim>();

        try {
            var running = new ArrayList<Future<List<Claim>>>();
            for (int thread = 0; thread < threads; thread++) {
                var owner = "owner-" + thread;
                var store = thread % 2 == 0 ? one : other;
                running.add(pool.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    return takeAll(store, owner, fires);
                }));
            }
            for (var each : running) {
                taken.addAll(each.get(120, TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(taken.stream().map(Claim::fire)).doesNotHaveDuplicates().hasSize(fires);
        assertThat(taken).extracting(Claim::token).containsOnly(1L);
        assertThat(one.newest("job", fires))
                .hasSize(fires)
                .extracting(Entry::state)
                .containsOnly(State.DONE);
    }

    private static List<Claim> takeAll(FireStore store, String owner, int fires) {
        var taken = new ArrayList<Claim>();
        for (int at = 0; at < fires; at++) {
            if (store.take(request(fire(at), owner, true)) instanceof Taken mine) {
                assertThat(store.settle(mine.claim(), State.DONE, "")).isTrue();
                taken.add(mine.claim());
            }
        }
        return taken;
    }

    @Test
    @DisplayName("a fire that is held is nobody else's, and says who has it")
    void held() {
        var store = store();

        var first = store.take(request("a", true));

        assertThat(first).isEqualTo(new Taken(new Claim(fire(0), "a", 1)));
        assertThat(other().take(request("b", true))).isEqualTo(new Held("a"));
        assertThat(store.take(request("b", false))).isEqualTo(new Held("a"));
    }

    @Test
    @DisplayName("beats keep a fire held, however long it takes")
    void beatsKeep() {
        var store = store();
        var other = other();
        var claim = taken(store, "a");
        other.take(request("b", true));

        for (int beat = 0; beat < 20; beat++) {
            otherTime.addAndGet(ALMOST);
            assertThat(store.beat(claim)).isTrue();
            assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));
        }

        assertThat(store.settle(claim, State.DONE, "")).isTrue();
    }

    @Test
    @DisplayName("a holder that was silent for a lease loses its fire to the next caller, whose token is greater")
    void takenOver() {
        var store = store();
        var other = other();
        var old = taken(store, "a");
        other.take(request("b", true));
        otherTime.addAndGet(ALMOST);
        assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));

        otherTime.addAndGet(1);
        var next = other.take(request("b", true));

        assertThat(next).isInstanceOfSatisfying(Taken.class, mine -> {
            assertThat(mine.claim().owner()).isEqualTo("b");
            assertThat(mine.claim().token()).isGreaterThan(old.token());
            assertThat(other.beat(mine.claim())).isTrue();
        });
        assertThat(store.take(request("a", true))).isEqualTo(new Held("b"));
        assertThat(store.newest("job", 5)).extracting(Entry::owner).containsExactly("b");
    }

    @Test
    @DisplayName("the old holder may neither beat nor settle after its fire was taken over")
    void oldHolderIsRefused() {
        var store = store();
        var old = taken(store, "a");
        var next = takenOver("b");

        assertThat(store.beat(old)).isFalse();
        assertThat(store.settle(old, State.FAILED, "late")).isFalse();

        assertThat(store.newest("job", 5)).extracting(Entry::state).containsExactly(State.RUNNING);
        assertThat(store.settle(next, State.DONE, "")).isTrue();
        assertThat(store.settle(old, State.DONE, "")).isFalse();
    }

    @Test
    @DisplayName("an owner that lost its fire and takes it back has a new claim, and its old one is void")
    void takenBack() {
        var store = store();
        var old = taken(store, "a");
        takenOver("b");
        store.take(request("a", true));
        time.addAndGet(LEASE.toNanos());

        var again = taken(store, "a");

        assertThat(again.token()).isGreaterThan(old.token() + 1);
        assertThat(store.beat(old)).isFalse();
        assertThat(store.settle(old, State.DONE, "")).isFalse();
        assertThat(store.beat(again)).isTrue();
    }

    @Test
    @DisplayName("what must not be repeated is abandoned once when its holder dies, and is over then")
    void abandonedOnce() {
        var store = store();
        var claim = taken(store, "a");
        var other = other();
        other.take(request("b", false));
        otherTime.addAndGet(LEASE.toNanos());

        var told = IntStream.range(0, 5)
                .mapToObj(caller -> other.take(request("caller-" + caller, false)))
                .toList();

        assertThat(told.get(0)).isEqualTo(new Abandoned("a"));
        assertThat(told.subList(1, 5)).containsOnly(new Over(State.ABANDONED));
        assertThat(store.take(request("a", true))).isEqualTo(new Over(State.ABANDONED));
        assertThat(store.beat(claim)).isFalse();
        assertThat(store.settle(claim, State.DONE, "")).isFalse();
        assertThat(store.newest("job", 5))
                .singleElement()
                .satisfies(entry -> assertThat(entry.settledAt()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("of two instances that find the same holder dead at once, one succeeds it")
    void oneSuccessor(boolean repeatable) {
        var store = store();
        taken(store, "a");
        var one = other();
        var two = other();
        one.take(request("b", repeatable));
        two.take(request("c", repeatable));
        otherTime.addAndGet(LEASE.toNanos());

        var first = one.take(request("b", repeatable));
        var second = two.take(request("c", repeatable));

        assertThat(first).isInstanceOf(repeatable ? Taken.class : Abandoned.class);
        assertThat(second).isEqualTo(repeatable ? new Held("b") : new Over(State.ABANDONED));
    }

    @Test
    @DisplayName("an observer that has just come waits a whole lease, however long the holder has been silent")
    void newObserverWaits() {
        var store = store();
        taken(store, "a");
        otherTime.addAndGet(100 * LEASE.toNanos());
        var other = other();

        assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));
        otherTime.addAndGet(ALMOST);
        assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));
        otherTime.addAndGet(1);
        assertThat(other.take(request("b", true))).isInstanceOf(Taken.class);
    }

    @Test
    @DisplayName("a lease begins when the observer sees the newest beat, not when that was made")
    void leaseBeginsWithTheSight() {
        var store = store();
        var claim = taken(store, "a");
        var other = other();
        other.take(request("b", true));
        store.beat(claim);
        otherTime.addAndGet(LEASE.toNanos());

        assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));
        otherTime.addAndGet(ALMOST);
        assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));
        otherTime.addAndGet(1);
        assertThat(other.take(request("b", true))).isInstanceOf(Taken.class);
    }

    @Test
    @DisplayName("the successor of a dead holder has a whole lease too")
    void successorHasALease() {
        taken(store(), "a");
        takenOver("b");
        var third = other();
        third.take(request("c", true));
        otherTime.addAndGet(ALMOST);

        assertThat(third.take(request("c", true))).isEqualTo(new Held("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H", "PT-8760H", "PT8760H"})
    @DisplayName("a clock that is an hour or a year off changes nothing")
    void clocksDoNotMatter(String offset) {
        var store = store();
        var wrong = Clock.fixed(NOON.plus(Duration.parse(offset)), ZoneOffset.UTC);
        var other = store(wrong, otherTime::get);
        taken(store, "a");

        assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));
        otherTime.addAndGet(ALMOST);
        assertThat(other.take(request("b", true))).isEqualTo(new Held("a"));
        otherTime.addAndGet(1);
        var claim = taken(other, "b");
        assertThat(store.take(request("a", true))).isEqualTo(new Held("b"));
        assertThat(other.settle(claim, State.DONE, "")).isTrue();
        assertThat(store.take(request("a", true))).isEqualTo(new Over(State.DONE));
    }

    @Test
    @DisplayName("the same owner that asks again has its claim again, as it needs when a reply was lost")
    void askedAgain() {
        var store = store();

        var first = store.take(request("a", true));
        var claim = taken(store, "a");

        assertThat(first).isEqualTo(new Taken(claim));
        assertThat(other().take(request("a", false))).isEqualTo(first);
        assertThat(store.settle(claim, State.DONE, "")).isTrue();
        assertThat(store.take(request("a", true))).isEqualTo(new Over(State.DONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "a ", " a", "á", "a\u0301", "aa"})
    @DisplayName("owners that differ by case, accent or space alone are different owners")
    void ownersDiffer(String owner) {
        var store = store();
        var claim = taken(store, "a");

        assertThat(store.take(request(owner, true))).isEqualTo(new Held("a"));
        assertThat(store.beat(new Claim(claim.fire(), owner, claim.token()))).isFalse();
        assertThat(store.settle(new Claim(claim.fire(), owner, claim.token()), State.DONE, ""))
                .isFalse();
    }

    @Test
    @DisplayName("an owner may have a hundred characters of any script")
    void longOwner() {
        var store = store();
        var owner = "é\uD83D\uDE80名".repeat(25);

        var claim = taken(store, owner);

        assertThat(claim.owner()).isEqualTo(owner);
        assertThat(store.take(request("b", true))).isEqualTo(new Held(owner));
        assertThat(store.beat(claim)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
    @DisplayName("a fire is settled once: the same again is true and changes nothing, something else is refused")
    void settledOnce(State state) {
        var store = store();
        var claim = taken(store, "a");

        assertThat(store.settle(claim, state, "so it went")).isTrue();
        var settled = store.newest("job", 5);

        assertThat(store.settle(claim, state, "so it went")).isTrue();
        assertThat(other().settle(claim, state, "so it went")).isTrue();
        assertThat(store.settle(claim, state, "otherwise")).isFalse();
        assertThat(store.settle(claim, state == State.DONE ? State.FAILED : State.DONE, "so it went"))
                .isFalse();
        assertThat(store.beat(claim)).isFalse();
        assertThat(other().take(request("b", true))).isEqualTo(new Over(state));
        assertThat(store.newest("job", 5)).isEqualTo(settled);
        assertThat(settled).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(state);
            assertThat(entry.note()).isEqualTo("so it went");
            assertThat(entry.takenAt())
                    .isBetween(NOON.minusSeconds(86_400), Instant.now().plusSeconds(86_400));
        });
    }

    @Test
    @DisplayName("that a fire runs is nothing to settle it as")
    void runningIsNoEnd() {
        var store = store();
        var claim = taken(store, "a");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.settle(claim, State.RUNNING, ""))
                .withMessageStartingWith("state must");
    }

    @Test
    @DisplayName("a claim on a fire that nobody took is refused")
    void unknownFire() {
        var store = store();
        var claim = new Claim(fire(0), "a", 1);

        assertThat(store.beat(claim)).isFalse();
        assertThat(store.settle(claim, State.DONE, "")).isFalse();
        assertThat(store.newest("job", 5)).isEmpty();
    }

    @Test
    @DisplayName("the newest fires are those taken last, whatever their times are, and a takeover moves none")
    void newestInTakingOrder() {
        var store = store();
        for (int at : new int[] {5, 9, 1, 7, 2}) {
            store.take(request(fire(at), "a", true));
        }
        var other = other();
        other.take(request(fire(9), "b", true));
        otherTime.addAndGet(LEASE.toNanos());
        other.take(request(fire(9), "b", true));

        assertThat(store.newest("job", 10))
                .extracting(Entry::fire)
                .containsExactly(fire(2), fire(7), fire(1), fire(9), fire(5));
        assertThat(other.newest("job", 2)).extracting(Entry::fire).containsExactly(fire(2), fire(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    @DisplayName("to ask for no fire, or for those of a job with no name, is a mistake")
    void badQuestion(int most) {
        var store = store();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.newest("job", most))
                .withMessageContaining("" + most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.newest("No Job", 1))
                .withMessageContaining("No Job");
    }

    @Test
    @DisplayName("at least sixty fires of a job are kept, with notes of any length, and not all that there ever were")
    void keptAndPruned() {
        var store = store();
        var note = "名\"".repeat(FireStore.MOST_NOTE / 2);
        var all = 3 * mostKept();

        for (int at = 0; at < all; at++) {
            assertThat(store.settle(taken(store, fire(at), "a"), State.DONE, note))
                    .isTrue();
        }
        var kept = store.newest("job", all);

        assertThat(kept).hasSizeBetween(SURE, mostKept());
        assertThat(kept)
                .extracting(Entry::fire)
                .containsExactlyElementsOf(IntStream.range(0, kept.size())
                        .mapToObj(newer -> fire(all - 1 - newer))
                        .toList());
        assertThat(kept.get(0).note()).isEqualTo(note);
        var forgotten = new Claim(fire(0), "a", 1);
        assertThat(store.beat(forgotten)).isFalse();
        assertThat(store.settle(forgotten, State.FAILED, "")).isFalse();
    }

    @Test
    @DisplayName("a run that outlasts all the fires that are kept keeps its claim")
    void whatRunsIsKept() {
        var store = store();
        var claim = taken(store, fire(0), "a");

        for (int at = 1; at <= mostKept() + 5; at++) {
            store.settle(taken(store, fire(at), "b"), State.SKIPPED, "");
        }

        assertThat(store.take(request(fire(0), "b", true))).isEqualTo(new Held("a"));
        assertThat(store.beat(claim)).isTrue();
        assertThat(store.settle(claim, State.DONE, "")).isTrue();
    }

    @Test
    @DisplayName("the fires of another job at the same time are others")
    void jobsAreApart() {
        var store = store();
        var claim = taken(store, new Fire("job", NOON), "a");
        var others = taken(store, new Fire("job-2", NOON), "b");

        store.settle(claim, State.DONE, "");

        assertThat(store.beat(others)).isTrue();
        assertThat(store.newest("job", 5)).hasSize(1);
        assertThat(store.newest("job-2", 5)).extracting(Entry::state).containsExactly(State.RUNNING);
        assertThat(store.newest("jo", 5)).isEmpty();
    }

    @Test
    @DisplayName("a note is cut after five hundred characters, and not in the midst of one")
    void longNote() {
        var store = store();

        var whole = noted(store, 0, "n".repeat(500) + "more");
        var between = noted(store, 1, "n".repeat(499) + "\uD83D\uDE80");

        assertThat(whole).isEqualTo("n".repeat(500));
        assertThat(between).isEqualTo("n".repeat(499));
    }

    @Test
    @DisplayName(
            "control characters in a note do no harm, and neither do halves of characters, quotes and every script")
    void strangeNote() {
        var store = store();

        assertThat(noted(store, 0, "a\u0000b\r\nc\u001B[31m\u0085d\te")).isEqualTo("a b  c [31m d e");
        assertThat(noted(store, 1, "\uD83Dx\uDE80")).isEqualTo("?x?");
        assertThat(noted(store, 2, "'; \"\\{}%s?:n é名\uD83D\uDE80 ")).isEqualTo("'; \"\\{}%s?:n é名\uD83D\uDE80 ");
    }

    @Test
    @DisplayName("a thread that is interrupted gives up, and stays interrupted")
    void interrupted() {
        var store = store();

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> store.take(request("a", true)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(store.take(request("a", true))).isInstanceOf(Taken.class);
    }

    private static String noted(FireStore store, int at, String note) {
        assertThat(store.settle(taken(store, fire(at), "a"), State.DONE, note)).isTrue();
        return store.newest("job", 1).get(0).note();
    }

    /** Lets the holder of the first fire be silent for a lease. */
    private Claim takenOver(String by) {
        var other = other();
        other.take(request(by, true));
        otherTime.addAndGet(LEASE.toNanos());
        return taken(other, by);
    }

    private static Claim taken(FireStore store, String owner) {
        return taken(store, fire(0), owner);
    }

    private static Claim taken(FireStore store, Fire fire, String owner) {
        var taking = store.take(request(fire, owner, true));
        assertThat(taking).isInstanceOf(Taken.class);
        return ((Taken) taking).claim();
    }

    private static Request request(String owner, boolean repeatable) {
        return request(fire(0), owner, repeatable);
    }

    private static Request request(Fire fire, String owner, boolean repeatable) {
        return new Request(fire, owner, LEASE, repeatable);
    }

    private static Fire fire(int minute) {
        return new Fire("job", NOON.plus(Duration.ofMinutes(minute)));
    }
}
