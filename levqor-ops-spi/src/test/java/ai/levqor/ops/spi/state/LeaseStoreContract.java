package ai.levqor.ops.spi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.LeaseHistory.Term;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link LeaseStore} promises. Extend it once for each implementation. */
public abstract class LeaseStoreContract {
    private static final String NAME = "leader";

    /** A lease of this length ends in a test only where the test lets that time pass. */
    private static final Duration LONG = Duration.ofMinutes(30);

    /**
     * A store that is empty at the first call in a test. Each further call gives a handle on the same content, as another
     * instance of the application would have it; the same object, where no second one can exist. Handles may share their
     * elapsed time.
     */
    protected abstract LeaseStore store();

    /** How long a lease lasts that is to end in a test: short where the time is real, yet longer than one call takes. */
    protected abstract Duration length();

    /**
     * Lets at least this time pass for the store: sets a clock that can be set; asks a server, as {@link #letPass} does, until
     * it has.
     */
    protected abstract void passes(Duration time);

    /** Asks a store for a lease of this length, and then who holds it, until nobody does by the store's own clock. */
    protected static void letPass(LeaseStore store, Duration time) {
        var name = "time-" + UUID.randomUUID();
        assertThat(store.take(name, "nobody", time)).isPresent();
        while (store.holder(name).isPresent()) {
            Thread.onSpinWait();
        }
    }

    /** Nanoseconds of elapsed time, from anywhere on: those of a settable clock, or of this machine. */
    protected abstract long elapsed();

    @Test
    @DisplayName("a lease that nobody holds goes to whoever asks, and to nobody else as long as it is held")
    void oneHolder() {
        var store = store();
        var other = store();

        var lease = store.take(NAME, "a", LONG).orElseThrow();

        assertThat(lease).isEqualTo(new Lease(NAME, "a", lease.token()));
        assertThat(store.take(NAME, "b", LONG)).isEmpty();
        assertThat(other.take(NAME, "b", LONG)).isEmpty();
        assertThat(other.take(NAME, "c", length())).isEmpty();
    }

    @Test
    @DisplayName("its owner that asks again is given the same, as after a reply that was lost, from every handle")
    void askedAgain() {
        var store = store();
        var lease = store.take(NAME, "a", LONG);

        assertThat(store.take(NAME, "a", LONG)).isPresent().isEqualTo(lease);
        assertThat(store().take(NAME, "a", LONG)).isEqualTo(lease);
    }

    @Test
    @DisplayName("renewing keeps the lease beyond its first time, and its token")
    void renewed() {
        var store = store();
        var other = store();
        store.take(NAME, "a", length());
        var lease = store.take(NAME, "a", LONG);
        assertThat(other.take(NAME, "b", length())).isEmpty();

        passes(length());

        assertThat(other.take(NAME, "b", length())).isEmpty();
        assertThat(other.holder(NAME)).isEqualTo(lease);
        assertThat(store.take(NAME, "a", LONG)).isEqualTo(lease);
    }

    @Test
    @DisplayName("renewing for a shorter time takes nothing away from what was given before")
    void renewedForLess() {
        var store = store();
        var other = store();
        var lease = store.take(NAME, "a", LONG);
        assertThat(store.take(NAME, "a", length())).isEqualTo(lease);
        assertThat(other.take(NAME, "b", length())).isEmpty();

        passes(length());

        assertThat(other.take(NAME, "b", length())).isEmpty();
        assertThat(store.take(NAME, "a", length())).isEqualTo(lease);
    }

    @Test
    @DisplayName("a lease whose time is over is nobody's, and goes to another with a greater token")
    void succeeded() {
        var store = store();
        var other = store();
        var lease = store.take(NAME, "a", length()).orElseThrow();
        other.take("another", "b", LONG);
        other.holder(NAME);

        passes(length());

        assertThat(store.holder(NAME)).isEmpty();
        assertThat(other.holder(NAME)).isEmpty();
        var next = other.take(NAME, "b", LONG).orElseThrow();
        assertThat(next.token()).isGreaterThan(lease.token());
        assertThat(store.take(NAME, "a", LONG)).isEmpty();
        assertThat(store.holder(NAME)).contains(next);
    }

    @Test
    @DisplayName("its last owner too is given a new token once its time is over")
    void lastOwner() {
        var store = store();
        var lease = store.take(NAME, "a", length()).orElseThrow();

        passes(length());

        var again = store.take(NAME, "a", LONG).orElseThrow();
        assertThat(again.token()).isGreaterThan(lease.token());
        assertThat(store.release(lease)).isFalse();
        assertThat(store.holder(NAME)).contains(again);
    }

    @Test
    @DisplayName("what its holder gives back is nobody's at once, and the next token is greater")
    void released() {
        var store = store();
        var other = store();
        var lease = store.take(NAME, "a", LONG).orElseThrow();
        assertThat(other.take(NAME, "b", LONG)).isEmpty();

        assertThat(store.release(lease)).isTrue();

        assertThat(store.holder(NAME)).isEmpty();
        var next = other.take(NAME, "b", LONG).orElseThrow();
        assertThat(next.token()).isGreaterThan(lease.token());
        assertThat(store.take(NAME, "a", LONG)).isEmpty();
    }

    @Test
    @DisplayName("another handle may give back what is held, as a process does that asks anew")
    void releasedElsewhere() {
        var lease = store().take(NAME, "a", LONG).orElseThrow();
        var other = store();

        assertThat(other.release(lease)).isTrue();

        assertThat(other.take(NAME, "b", LONG)).isPresent();
    }

    @Test
    @DisplayName("its owner that takes again what it has given back has a new token, and the old one is void")
    void takenAfterRelease() {
        var store = store();
        var lease = store.take(NAME, "a", LONG).orElseThrow();
        store.release(lease);

        var again = store.take(NAME, "a", LONG).orElseThrow();

        assertThat(again.token()).isGreaterThan(lease.token());
        assertThat(store.release(lease)).isFalse();
        assertThat(store.holder(NAME)).contains(again);
        assertThat(store.release(again)).isTrue();
    }

    @Test
    @DisplayName("a release under an old token, another token or another owner is refused, and changes nothing")
    void releaseIsFenced() {
        var store = store();
        var old = store.take(NAME, "a", LONG).orElseThrow();
        store.release(old);
        var lease = store.take(NAME, "b", LONG).orElseThrow();

        assertThat(store.release(old)).isFalse();
        assertThat(store.release(new Lease(NAME, "b", old.token()))).isFalse();
        assertThat(store.release(new Lease(NAME, "b", lease.token() + 1))).isFalse();
        assertThat(store.release(new Lease(NAME, "a", lease.token()))).isFalse();
        assertThat(store.release(new Lease("other", "b", lease.token()))).isFalse();

        assertThat(store.holder(NAME)).contains(lease);
        assertThat(store.take(NAME, "b", LONG)).contains(lease);
        assertThat(store.take("other", "a", LONG)).isPresent();
    }

    @Test
    @DisplayName("giving back twice, or what is over, is refused, and changes nothing")
    void releaseOfWhatIsOver() {
        var store = store();
        var back = store.take(NAME, "a", LONG).orElseThrow();
        store.release(back);
        assertThat(store.release(back)).isFalse();

        var over = store.take(NAME, "a", length()).orElseThrow();
        passes(length());

        assertThat(store.release(over)).isFalse();
        assertThat(store.take(NAME, "b", LONG).orElseThrow().token()).isGreaterThan(over.token());
    }

    @Test
    @DisplayName("tokens never go back, however often and by whatever way a lease changes hands")
    void tokensGrow() {
        var store = store();
        var tokens = new ArrayList<Long>();

        for (int term = 0; term < 12; term++) {
            var runsOut = term % 2 == 0;
            var lease = store.take(NAME, "owner-" + term % 3, runsOut ? length() : LONG)
                    .orElseThrow();
            tokens.add(lease.token());
            if (runsOut) {
                passes(length());
            } else {
                assertThat(store.release(lease)).isTrue();
            }
        }

        assertThat(tokens).doesNotHaveDuplicates().isSorted().allMatch(token -> token > 0);
    }

    @Test
    @DisplayName("leases of other names are other leases")
    void namesAreApart() {
        var store = store();
        var lease = store.take("a", "a", LONG).orElseThrow();
        var others = store.take("a.b", "b", LONG).orElseThrow();

        assertThat(store.take("a-b", "b", LONG)).isPresent();
        store.release(lease);

        assertThat(store.holder("a")).isEmpty();
        assertThat(store.holder("a.b")).contains(others);
        assertThat(store.holder("b")).isEmpty();
    }

    @Test
    @DisplayName("whoever looks is told who holds a lease, or that nobody does")
    void holder() {
        var store = store();
        assertThat(store.holder(NAME)).isEmpty();

        var lease = store.take(NAME, "a", LONG);

        assertThat(store.holder(NAME)).isEqualTo(lease).isPresent();
        assertThat(store().holder(NAME)).isEqualTo(lease);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "a/b", "a\n", "é", "a:b", "a_b", "*"})
    @DisplayName("a name with other characters is a mistake")
    void badName(String name) {
        var store = store();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.take(name, "a", LONG))
                .withMessageStartingWith("name must match");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.holder(name))
                .withMessageStartingWith("name must match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\n", "\u0000", "a\uD83D", "\u0085x"})
    @DisplayName("an owner that is blank, or not text, is a mistake")
    void badOwner(String owner) {
        var store = store();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.take(NAME, owner, LONG))
                .withMessageStartingWith("owner must have");
        assertThat(store.holder(NAME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "PT1H0.000000001S", "P106751991167300D"})
    @DisplayName("a length below a millisecond or above an hour is a mistake")
    void badLength(String length) {
        var store = store();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.take(NAME, "a", Duration.parse(length)))
                .withMessageStartingWith("length must be from PT0.001S to PT1H, was");
        assertThat(store.holder(NAME)).isEmpty();
    }

    @Test
    @DisplayName("the longest names and owners, the strangest, and the longest and shortest times work")
    void extremes() {
        var store = store();
        var name = "n".repeat(90);

        for (var owner : List.of("'; \"\\{}%s?:n é名\uD83D\uDE80", "o".repeat(100), "名".repeat(100), "-1")) {
            var lease = store.take(name, owner, LeaseStore.LONGEST).orElseThrow();
            assertThat(store.holder(name)).contains(lease);
            assertThat(lease.owner()).isEqualTo(owner);
            assertThat(store.take(name, owner, LeaseStore.SHORTEST)).contains(lease);
            assertThat(store.release(lease)).isTrue();
        }
        assertThat(store.take(".", "a", LeaseStore.SHORTEST)).isPresent();
        assertThat(store.take("-", "a", Duration.ofNanos(1_500_001))).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> store.holder("n".repeat(91)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.take(name, "o".repeat(101), LONG));
    }

    @Test
    @DisplayName("owners whose names differ in case, accents or white space alone are others")
    void ownersAreApart() {
        var store = store();
        var lease = store.take(NAME, "a", LONG).orElseThrow();

        for (var owner : List.of("A", "a ", " a", "á", "ａ")) {
            assertThat(store.take(NAME, owner, LONG)).as(owner).isEmpty();
            assertThat(store.release(new Lease(NAME, owner, lease.token()))).isFalse();
        }
        assertThat(store.holder(NAME)).contains(lease);
    }

    @Test
    @DisplayName("a thread that is interrupted gives up, and stays interrupted")
    void interrupted() {
        var store = store();
        var lease = store.take(NAME, "a", LONG).orElseThrow();

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> store.take(NAME, "a", LONG)).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> store.release(lease)).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> store.holder(NAME))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(store.take(NAME, "a", LONG)).contains(lease);
    }

    @Test
    @DisplayName("of many threads of several handles one holds a lease at a time, and each has a greater token")
    void oneHolderAtATime() throws InterruptedException, ExecutionException, TimeoutException {
        var handles = List.of(store(), store(), store());
        var threads = 6;
        var history = new LeaseHistory();
        var pool = Executors.newFixedThreadPool(threads);
        var start = new CyclicBarrier(threads);

        try {
            var running = new ArrayList<Future<?>>();
            for (int thread = 0; thread < threads; thread++) {
                var owner = "owner-" + thread;
                var store = handles.get(thread % handles.size());
                running.add(pool.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    compete(store, owner, history, 4);
                    return null;
                }));
            }
            for (var each : running) {
                each.get(120, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(history.terms()).hasSize(threads * 4);
        history.assertOneAtATime();
    }

    /**
     * Holds the lease so many times: gives it back, or lets its time go by. A store may count the time of its own lease from
     * later than its holder does, so the holder may still be given the lease that it takes to be over: that is a renewal.
     */
    private void compete(LeaseStore store, String owner, LeaseHistory history, int times) {
        var random = new Random(owner.hashCode());
        var mine = new ArrayDeque<Term>();
        while (mine.size() < times) {
            var asked = elapsed();
            var taken = store.take(NAME, owner, length());
            var told = elapsed();
            if (taken.isEmpty()) {
                passes(LeaseStore.SHORTEST);
                continue;
            }
            var token = taken.get().token();
            var renewed = !mine.isEmpty() && mine.getLast().token() == token;
            var from = renewed ? mine.removeLast().from() : told;
            var over = asked + length().toNanos();
            if (random.nextBoolean()) {
                over = Math.min(over, elapsed());
                store.release(taken.get());
            } else {
                passes(length());
            }
            mine.add(new Term(owner, token, from, over));
        }
        mine.forEach(history::add);
    }
}
