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
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Set<Thread> used = ConcurrentHashMap.newKeySet();

    @Test
    @DisplayName("sources that answer at once are all asked by one daemon thread")
    void oneThread() {
        try (var caller = new DeadlineCaller(LONG, LONG, LONG)) {
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
        try (var caller = new DeadlineCaller(LONG, SHORT, LONG)) {
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
    @DisplayName("after a first round that was slow one thread asks, and no other is left behind")
    void coldRoundLeavesOneThread() throws InterruptedException {
        var release = new CountDownLatch(1);
        // Long enough for a thread to get its turn in the second round, however busy the machine is.
        try (var caller = new DeadlineCaller(LONG, Duration.ofSeconds(1), LONG)) {
            var cold = asked("cold", release::await);
            var last = asked("last", release::countDown);
            caller.askAll(List.of(cold, last));
            threadOf(cold).join(LONG.toMillis() / 2);
            var first = threadOf(last);

            assertThat(threadOf(cold).isAlive()).isFalse();
            assertThat(first.isAlive()).isTrue();

            caller.askAll(List.of(cold, last));

            assertThat(List.of(threadOf(cold), threadOf(last))).containsOnly(first);
        }
    }

    @Test
    @DisplayName("with three sources of four stuck the fourth is asked well within the deadline, the first time too")
    void threeOfFourStuck() throws InterruptedException {
        var fourthAsked = new CountDownLatch(1);
        try (var caller = new DeadlineCaller(Duration.ofSeconds(4))) {
            var stuck = List.of(
                    asked("first", fourthAsked::await),
                    asked("second", fourthAsked::await),
                    asked("third", fourthAsked::await));
            var fourth = asked("fourth", fourthAsked::countDown);
            var all = new ArrayList<>(stuck);
            all.add(fourth);
            caller.askAll(all);

            assertThat(all).allSatisfy(it -> assertThat(it.answer()).isInstanceOf(Answer.Given.class));
            assertThat(all.stream().map(DeadlineCallerTest::threadOf)).doesNotHaveDuplicates();
            for (var it : stuck) {
                threadOf(it).join(); // ends, since another has taken its place
            }
        }
    }

    @Test
    @DisplayName("a thousand questions one after the other are asked by one thread")
    void oneAfterTheOther() {
        try (var caller = new DeadlineCaller(LONG, LONG, LONG)) {
            var question = questions(1).get(0);
            for (int i = 0; i < 1_000; i++) {
                assertThat(caller.ask(question)).isEqualTo(new Answer.Given<>(1));
            }
        }
        assertThat(used).hasSize(1);
    }

    @Test
    @DisplayName("a thread that has nothing to ask ends, and the next question has another")
    void idleThreadEnds() throws InterruptedException {
        try (var caller = new DeadlineCaller(LONG, LONG, Duration.ofNanos(1))) {
            var question = asked("now and then", () -> {});
            caller.ask(question);
            var first = threadOf(question);
            first.join();
            caller.ask(question);

            assertThat(threadOf(question)).isNotSameAs(first);
        }
    }

    @Test
    @DisplayName("an interrupt that a source leaves behind does not reach the next source")
    void leftBehindInterrupt() {
        try (var caller = new DeadlineCaller(LONG, LONG, LONG)) {
            var rude = new Question<>("rude", () -> {
                Thread.currentThread().interrupt();
                return 1;
            });
            var next = new Question<>("next", Thread::interrupted);
            caller.askAll(List.of(rude, next));

            assertThat(next.answer()).isEqualTo(new Answer.Given<>(false));
        }
    }

    @Test
    @DisplayName("a close interrupts what is asked, and what waits is asked no more")
    void closeGivesUpWhatWaits() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var caller = new DeadlineCaller(LONG, LONG, LONG);
        var slow = asked("slow", () -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        var never = questions(1).get(0);
        var asker = new Thread(() -> caller.askAll(List.of(slow, never)));
        asker.start();
        begun.await();
        caller.close();
        asker.join();

        assertThat(slow.answer()).isInstanceOf(Answer.Failed.class);
        assertThat(never.answer()).isEqualTo(new Answer.Late<>());
        assertThat(used).isEmpty();
    }

    @Test
    @DisplayName("a late source is interrupted, and its interrupt does not reach what the thread does next")
    void lateSourceIsInterrupted() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        try (var caller = new DeadlineCaller(Duration.ofMillis(30), LONG, LONG)) {
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

    private interface Doing {
        void run() throws InterruptedException;
    }

    /** A source that does something, and answers by which thread it was asked. */
    private static Question<Thread> asked(String name, Doing doing) {
        return new Question<>(name, () -> {
            doing.run();
            return Thread.currentThread();
        });
    }

    private static Thread threadOf(Question<Thread> question) {
        assertThat(question.answer()).isInstanceOf(Answer.Given.class);
        return ((Answer.Given<Thread>) question.answer()).value();
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
