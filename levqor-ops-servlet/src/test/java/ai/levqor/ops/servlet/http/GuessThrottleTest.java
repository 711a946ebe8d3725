package ai.levqor.ops.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.servlet.http.GuessThrottle.Verdict;
import ai.levqor.ops.servlet.http.GuessThrottle.Verdict.Right;
import ai.levqor.ops.servlet.http.GuessThrottle.Verdict.Wait;
import ai.levqor.ops.servlet.http.GuessThrottle.Verdict.Wrong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GuessThrottleTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // nanoTime may overflow at any moment
    private final GuessThrottle throttle = new GuessThrottle(now::get);

    @Test
    @DisplayName("after five wrong tokens a client waits 5 s, then twice as long each time, 15 min at the most")
    void doubling() {
        for (int i = 0; i < 5; i++) {
            assertThat(wrong("a")).isInstanceOf(Wrong.class);
        }
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 10; i++) {
            var verdict = (Wait) wrong("a");
            waits.add(verdict.rest().toSeconds());
            pass(verdict.rest().minusNanos(1));
            assertThat(wrong("a")).isEqualTo(new Wait(Duration.ofNanos(1)));
            pass(Duration.ofNanos(1));
            assertThat(wrong("a")).isInstanceOf(Wrong.class);
        }

        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L);
    }

    @Test
    @DisplayName("while a client waits no token is looked at, and the other clients are let in")
    void waitIsNoOracle() {
        var looked = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            wrong("a");
        }

        var verdict = throttle.judge("a", () -> looked.incrementAndGet() > 0);

        assertThat(verdict).isEqualTo(new Wait(Duration.ofSeconds(5)));
        assertThat(looked).hasValue(0);
        assertThat(right("b")).isInstanceOf(Right.class);
    }

    @Test
    @DisplayName("a right token makes a client a stranger again")
    void rightTokenForgives() {
        for (int i = 0; i < 4; i++) {
            wrong("a");
        }
        right("a");
        for (int i = 0; i < 5; i++) {
            assertThat(wrong("a")).isInstanceOf(Wrong.class);
        }

        assertThat(wrong("a")).isEqualTo(new Wait(Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName("an hour without a try makes a client a stranger again")
    void hourForgives() {
        for (int i = 0; i < 5; i++) {
            wrong("a");
        }
        pass(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            assertThat(wrong("a")).isInstanceOf(Wrong.class);
        }

        assertThat(wrong("a")).isEqualTo(new Wait(Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName("many tries at once are not more tries")
    void atOnce() throws Exception {
        var looked = new AtomicInteger();
        var start = new CyclicBarrier(32);
        var tries = new ArrayList<Future<Verdict>>();
        var threads = Executors.newFixedThreadPool(32);
        try {
            for (int i = 0; i < 32; i++) {
                tries.add(threads.submit(() -> {
                    start.await();
                    return throttle.judge("a", () -> looked.incrementAndGet() < 0);
                }));
            }
            for (var attempt : tries) {
                attempt.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(looked).hasValue(5);
    }

    @Test
    @DisplayName("guesses from many addresses empty the bucket of all: strangers wait, known clients are let in")
    void bucketOfAll() {
        right("operator");
        for (int i = 0; i < 100; i++) {
            assertThat(wrong("guesser " + i)).isInstanceOf(Wrong.class);
        }

        assertThat(wrong("one more")).isEqualTo(new Wait(Duration.ofSeconds(3)));
        assertThat(right("stranger")).isEqualTo(new Wait(Duration.ofSeconds(3)));
        assertThat(right("operator")).isInstanceOf(Right.class);
        pass(Duration.ofSeconds(3));
        assertThat(wrong("one more")).isInstanceOf(Wrong.class);
        assertThat(wrong("another")).isInstanceOf(Wait.class);
    }

    @Test
    @DisplayName("a client is known for 24 hours after a right token, and no longer")
    void knownForADay() {
        right("operator");
        pass(Duration.ofHours(24));
        for (int i = 0; i < 100; i++) {
            wrong("guesser " + i);
        }

        assertThat(right("operator")).isInstanceOf(Wait.class);
    }

    private Verdict wrong(String client) {
        return throttle.judge(client, () -> false);
    }

    private Verdict right(String client) {
        return throttle.judge(client, () -> true);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
