package ai.levqor.ops.engine.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineCallerTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final Set<Thread> used = ConcurrentHashMap.newKeySet();

    @Test
    @DisplayName("sources that answer at once are all asked by one daemon thread")
    void oneThread() {
        try (var caller = new DeadlineCaller(LONG, LONG)) {
            var questions = questions(6);

            caller.askAll(questions);

            assertThat(questions).allSatisfy(it -> assertThat(it.answer()).isEqualTo(new Answer.Given<>(1)));
        }
        assertThat(used).hasSize(1).allMatch(Thread::isDaemon);
    }

    @Test
    @DisplayName("a source that takes long leaves the rest to another thread")
    void slowSourceCostsTheOthersNothing() {
        var release = new CountDownLatch(1);
        try (var caller = new DeadlineCaller(LONG, Duration.ofMillis(1))) {
            var slow = new Question<>("slow", () -> {
                release.await();
                return 1;
            });
            var last = new Question<>("last", () -> {
                release.countDown();
                return 2;
            });

            caller.askAll(List.of(slow, last));

            assertThat(slow.answer()).isEqualTo(new Answer.Given<>(1));
            assertThat(last.answer()).isEqualTo(new Answer.Given<>(2));
        }
    }

    @Test
    @DisplayName("a late source is interrupted, and its interrupt does not reach what the thread does next")
    void lateSourceIsInterrupted() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        try (var caller = new DeadlineCaller(Duration.ofMillis(30), LONG)) {
            var late = new Question<>("late", () -> {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
                return 1;
            });

            assertThat(caller.ask(late)).isEqualTo(new Answer.Late<>());
            interrupted.await();

            var next = new Question<>("next", Thread::interrupted);
            assertThat(caller.ask(next)).isEqualTo(new Answer.Given<>(false));
        }
    }

    @Test
    @DisplayName("what a source throws is an answer too, even an Error")
    void failures() {
        try (var caller = new DeadlineCaller(LONG)) {
            var error = new StackOverflowError();
            var broken = new Question<Integer>("broken", () -> {
                throw error;
            });

            assertThat(caller.ask(broken)).isEqualTo(new Answer.Failed<>(error));
        }
    }

    @Test
    @DisplayName("a closed caller asks nothing any more")
    void closed() {
        var caller = new DeadlineCaller(LONG);
        caller.close();
        var question = questions(1).get(0);

        assertThat(caller.ask(question)).isEqualTo(new Answer.Late<>());
        assertThat(used).isEmpty();
    }

    @Test
    @DisplayName("an asker that is interrupted gets late answers, and keeps its interrupt")
    void interruptedAsker() {
        try (var caller = new DeadlineCaller(LONG)) {
            Thread.currentThread().interrupt();

            assertThat(caller.ask(new Question<>("late", () -> {
                        new CountDownLatch(1).await();
                        return 1;
                    })))
                    .isEqualTo(new Answer.Late<>());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private List<Question<Integer>> questions(int count) {
        var questions = new ArrayList<Question<Integer>>();
        for (int i = 0; i < count; i++) {
            questions.add(new Question<>("q" + i, () -> {
                used.add(Thread.currentThread());
                return 1;
            }));
        }
        return questions;
    }
}
