package ai.levqor.ops.redis;

import static ai.levqor.ops.redis.LayoutContract.untilAnswered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

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
    private final Map<String, Scene> scenes = new LinkedHashMap<>();

    /** One layout on the servers, which have room for all. */
    private record Scene(LayoutContract layout, LayoutQueue queue) {}

    @BeforeEach
    void start() {
        watched = WatchedRedis.start();
        first = RedisTest.client(watched.master().url(), PATIENT);
        second = RedisTest.client(watched.replica().url(), PATIENT);
        for (var layout :
                List.of(new BullMqQueueTest(), new SidekiqQueueTest(), new RqQueueTest(), new RedisStreamQueueTest())) {
            var queue = layout.layout(watched.client(Map.of("OPS_REDIS_TIMEOUT", "2s")));
            scenes.put(queue.getClass().getSimpleName(), new Scene(layout, queue));
            givenFailed(layout);
        }
    }

    @AfterEach
    void end() {
        scenes.values().forEach(scene -> scene.queue.close());
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
        scenes.values().forEach(step);
    }

    private Stream<DynamicTest> each(Consumer<Scene> then) {
        return scenes.entrySet().stream().map(each -> dynamicTest(each.getKey(), () -> then.accept(each.getValue())));
    }

    private static RedriveProgress moved(int moved) {
        return new RedriveProgress(JOBS.size(), moved, 0, JOBS.size() - moved);
    }

    private static void assertMoves(Scene scene, int moved) {
        assertThat(scene.queue.moveBatch("first", MOST, 1))
                .as(scene.queue.getClass().getSimpleName())
                .isEqualTo(moved(moved));
    }

    /** All of the jobs are there once, and nothing else is. */
    private void assertAllMoved(Scene scene) {
        var depth = scene.queue.deadLetters();
        assertThat(List.of(depth.dead(), depth.retrying(), depth.quarantined()))
                .isEqualTo(List.of(0L, (long) JOBS.size(), 0L));
        assertThat(scene.layout.workers(second).takeAll())
                .extracting(Delivery::job)
                .containsExactlyInAnyOrderElementsOf(JOBS);
    }

    @TestFactory
    @DisplayName("as it died, goes on at its successor; none is lost, none doubled, the counts are exact")
    Stream<DynamicTest> dies() {
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.awaitReplicated();
        watched.master().kill();

        return each(scene -> {
            assertThat(untilAnswered(() -> scene.queue.moveBatch("first", MOST, 1)))
                    .isEqualTo(moved(6));
            assertMoves(scene, 7);
            assertAllMoved(scene);
        });
    }

    @TestFactory
    @DisplayName("as it was made a replica, goes on at its successor in the same way")
    Stream<DynamicTest> demoted() {
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.awaitReplicated();
        watched.failOver();
        watched.awaitDemoted();

        return each(scene -> {
            assertThat(untilAnswered(() -> scene.queue.moveBatch("first", MOST, 1)))
                    .isEqualTo(moved(6));
            assertMoves(scene, 7);
            assertAllMoved(scene);
        });
    }

    @TestFactory
    @DisplayName("by one that has not heard of the last moves, does them again there, once")
    Stream<DynamicTest> behind() {
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.awaitReplicated();
        watched.split();
        forAll(scene -> assertMoves(scene, 6));
        watched.master().kill();

        return each(scene -> {
            assertThat(untilAnswered(() -> scene.queue.moveBatch("first", MOST, 1)))
                    .isEqualTo(moved(6));
            assertMoves(scene, 7);
            assertAllMoved(scene);
        });
    }

    @TestFactory
    @DisplayName("by one that has not heard of its beginning, fails and moves nothing, and can be begun again")
    Stream<DynamicTest> beginningLost() {
        forAll(scene -> assertThat(scene.queue.deadLetters().dead()).isEqualTo(JOBS.size()));
        watched.awaitReplicated();
        watched.split();
        forAll(scene -> {
            scene.queue.beginRedrive("first");
            assertMoves(scene, 3);
        });
        watched.master().kill();

        return each(scene -> {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> untilAnswered(() -> scene.queue.moveBatch("first", MOST, 1)))
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
