package ai.levqor.ops.redis;

import static ai.levqor.ops.redis.LayoutContract.untilAnswered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("behind a sentinel, a redrive whose master is replaced amid it,")
@Timeout(120)
class LayoutSentinelTest {
    private static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");
    private static final List<String> JOBS =
            IntStream.range(0, 7).mapToObj(number -> "job-" + number).toList();
    private static final int MOST = 3;

    private WatchedRedis watched;
    private Redis first;
    private Redis second;
    private final List<Scene> scenes = new ArrayList<>();

    /** One layout on the servers, which have room for all. */
    private record Scene(LayoutContract layout, LayoutQueue queue) {

        String name() {
            return queue.getClass().getSimpleName();
        }

        RedriveProgress move() {
            return queue.moveBatch("first", MOST, 1);
        }
    }

    @BeforeEach
    void start() {
        watched = WatchedRedis.start();
        first = RedisTest.client(watched.master().url(), PATIENT);
        second = RedisTest.client(watched.replica().url(), PATIENT);
        for (var layout :
                List.of(new BullMqQueueTest(), new SidekiqQueueTest(), new RqQueueTest(), new RedisStreamQueueTest())) {
            var queue = layout.layout(watched.client(Map.of("OPS_REDIS_TIMEOUT", "2s")));
            scenes.add(new Scene(layout, queue));
            givenFailed(layout);
        }
    }

    @AfterEach
    void end() {
        scenes.forEach(scene -> scene.queue.close());
        second.close();
        first.close();
        watched.close();
    }

    private void givenFailed(LayoutContract layout) {
        var workers = layout.workers(first);
        workers.begin();
        JOBS.forEach(workers::add);
        workers.takeAll().forEach(Delivery::fail);
    }

    private void forAll(Consumer<Scene> step) {
        scenes.forEach(step);
    }

    private static RedriveProgress moved(int moved) {
        return new RedriveProgress(JOBS.size(), moved, 0, JOBS.size() - moved);
    }

    private static void assertMoves(Scene scene, int moved) {
        assertThat(untilAnswered(scene::move)).as(scene.name()).isEqualTo(moved(moved));
    }

    /** All of the jobs are there once, and nothing else is. */
    private void assertAllMoved(Scene scene) {
        var depth = scene.queue.deadLetters();
        assertThat(List.of(depth.dead(), depth.retrying(), depth.quarantined()))
                .as(scene.name())
                .isEqualTo(List.of(0L, (long) JOBS.size(), 0L));
        assertThat(scene.layout.workers(second).takeAll())
                .as(scene.name())
                .extracting(Delivery::job)
                .containsExactlyInAnyOrderElementsOf(JOBS);
    }

    @Test
    @DisplayName("as it died, goes on at its successor; none is lost, none doubled, the counts are exact")
    void dies() {
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.awaitReplicated();
        watched.master().kill();

        forAll(scene -> {
            assertMoves(scene, 6);
            assertMoves(scene, 7);
            assertAllMoved(scene);
        });
    }

    @ParameterizedTest
    @CsvSource({"7, 3", "12000, 6000"})
    @DisplayName("as it died, goes on at its successor in the same way if it is one of plain lists, few jobs or many")
    void diesUnderPlainLists(int count, int most) {
        QueueScene.push(first, "list:dead", 0, count, job -> "job " + job);
        try (var queue =
                QueueScene.queue(watched.client(PATIENT), Map.of("OPS_REDIS_QUEUE", "list"), RedisListQueue.LIFE)) {
            queue.beginRedrive("first");
            var moved = queue.moveBatch("first", most, 1);
            assertThat(moved.moved()).isPositive().isLessThanOrEqualTo(most);
            watched.awaitReplicated();
            assertThat(QueueScene.all(second, "list:retry")).hasSize(Math.toIntExact(moved.moved()));
            watched.master().kill();

            var progress = moved;
            while (!progress.finished()) {
                progress = untilAnswered(() -> queue.moveBatch("first", count, 1));
            }
            assertThat(progress).isEqualTo(new RedriveProgress(count, count, 0, 0));
            assertThat(queue.deadLetters().dead()).isZero();
            assertThat(QueueScene.all(second, "list:retry"))
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(job -> "job " + job)
                            .toList());
            assertThat(Reply.number(second.ask("list", "EXISTS", "list:uncounted")))
                    .isEqualTo(count > 1_000 ? 1 : 0);
        }
    }

    @Test
    @DisplayName("as it died amid thousands of them, goes on at its successor from where that one stands")
    void diesAmidMany() throws Exception {
        var count = 200_000;
        QueueScene.push(first, "list:dead", 0, count, job -> "job " + job);
        watched.awaitReplicated();
        try (var queue =
                QueueScene.queue(watched.client(PATIENT), Map.of("OPS_REDIS_QUEUE", "list"), RedisListQueue.LIFE)) {
            var begun = queue.beginRedrive("first");
            var moving = new FutureTask<>(() -> {
                var progress = begun;
                while (!progress.finished()) {
                    progress = untilAnswered(() -> queue.moveBatch("first", count, 1));
                }
                return progress;
            });
            new Thread(moving).start();
            while (Reply.number(second.ask("list", "EXISTS", "list:uncounted")) == 0) {
                Thread.onSpinWait();
            }
            watched.master().kill();

            assertThat(moving.get()).isEqualTo(new RedriveProgress(count, count, 0, 0));
            assertThat(queue.deadLetters().dead()).isZero();
            assertThat(QueueScene.all(second, "list:retry"))
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(job -> "job " + job)
                            .toList());
        }
    }

    @Test
    @DisplayName("as it was made a replica, goes on at its successor in the same way")
    void demoted() {
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.awaitReplicated();
        watched.failOver();
        watched.awaitDemoted();

        forAll(scene -> {
            assertMoves(scene, 6);
            assertMoves(scene, 7);
            assertAllMoved(scene);
        });
    }

    @Test
    @DisplayName("by one that has not heard of the last moves, does them again there, once")
    void behind() {
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.awaitReplicated();
        watched.split();
        forAll(scene -> assertMoves(scene, 6));
        watched.master().kill();

        forAll(scene -> {
            assertMoves(scene, 6);
            assertMoves(scene, 7);
            assertAllMoved(scene);
        });
    }

    @Test
    @DisplayName("by one that has not heard of its beginning, fails and moves nothing, and can be begun again")
    void beginningLost() {
        forAll(scene -> assertThat(scene.queue.deadLetters().dead()).isEqualTo(JOBS.size()));
        watched.awaitReplicated();
        watched.split();
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.master().kill();

        forAll(scene -> {
            assertThatExceptionOfType(IllegalStateException.class)
                    .as(scene.name())
                    .isThrownBy(() -> untilAnswered(scene::move))
                    .withMessageContaining("was taken over, or another was begun");
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(JOBS.size());

            assertThat(scene.queue.beginRedrive("first")).isEqualTo(moved(0));
            assertMoves(scene, 3);
            assertMoves(scene, 6);
            assertMoves(scene, 7);
            assertAllMoved(scene);
        });
    }
}
