package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.DeadLetterQueueContract;
import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.DeliveringQueueContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

@DisplayName("a queue in Redis lists")
class RedisListQueueTest {

    @Nested
    @DisplayName("of Redis 6.2")
    class Redis62 {
        @Nested
        class Delivering extends Deliveries {
            Delivering() {
                super(false, "right");
            }
        }

        @Nested
        class Dead extends DeadLetters {
            Dead() {
                super(false, "right");
            }
        }

        @Nested
        @DisplayName("that counts when a job is taken, with dead letters")
        class DeadTaken extends DeadLetters {
            DeadTaken() {
                super(false, "right", "taken");
            }
        }

        @Nested
        @DisplayName("taken from at the left")
        class DeliveringLeft extends Deliveries {
            DeliveringLeft() {
                super(false, "left");
            }
        }

        @Nested
        @DisplayName("taken from at the left, with dead letters")
        class DeadLeft extends DeadLetters {
            DeadLeft() {
                super(false, "left");
            }
        }
    }

    @Nested
    @DisplayName("of this system's Redis")
    @EnabledIf("ai.levqor.ops.redis.RedisServer#hasSystem")
    class SystemRedis {
        @Nested
        class Delivering extends Deliveries {
            Delivering() {
                super(true, "right");
            }
        }

        @Nested
        class Dead extends DeadLetters {
            Dead() {
                super(true, "right");
            }
        }
    }

    /** A server, and a queue there that is new for each test. */
    static final class Scene implements AutoCloseable {
        private final RedisServer server;
        private final String side;
        private final String counts;
        private Redis host;
        private RedisListQueue queue;
        private int jobs;

        Scene(boolean system, String side, String counts) {
            this.counts = counts;
            this.server = system ? RedisServer.startSystem() : RedisServer.start();
            this.side = side;
            this.host = RedisTest.client(server.url(), Map.of());
            this.queue = queue();
        }

        private RedisListQueue queue() {
            return QueueScene.queue(
                    server.url(), Map.of("OPS_REDIS_QUEUE_TAKES", side, "OPS_REDIS_QUEUE_COUNTS", counts));
        }

        List<RedisJob> givenJobs(int count) {
            var push = side.equals("right") ? "LPUSH" : "RPUSH";
            return IntStream.range(0, count)
                    .mapToObj(each -> {
                        var job = RedisJob.of("job " + jobs++);
                        host.ask("jobs", push, "jobs", job.text().getBytes(UTF_8));
                        return job;
                    })
                    .toList();
        }

        void renew() {
            queue.close();
            host.close();
            server.startAgain();
            host = RedisTest.client(server.url(), Map.of());
            queue = queue();
        }

        Optional<Runnable> outage() {
            return Optional.of(server::kill);
        }

        @Override
        public void close() {
            queue.close();
            host.close();
            server.close();
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Deliveries extends DeliveringQueueContract<RedisJob> {
        private final boolean system;
        private final String side;
        private Scene scene;

        Deliveries(boolean system, String side) {
            this.system = system;
            this.side = side;
        }

        @BeforeAll
        void start() {
            scene = new Scene(system, side, "moved");
        }

        @AfterEach
        void renew() {
            scene.renew();
        }

        @AfterAll
        void end() {
            scene.close();
        }

        @Override
        protected DeliveringQueue<RedisJob> queue() {
            return scene.queue;
        }

        @Override
        protected List<RedisJob> givenJobs(int count) {
            return scene.givenJobs(count);
        }

        @Override
        protected Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        protected Optional<Runnable> outage() {
            return scene.outage();
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class DeadLetters extends DeadLetterQueueContract<RedisJob> {
        private final boolean system;
        private final String side;
        private final String counts;
        private Scene scene;

        DeadLetters(boolean system, String side) {
            this(system, side, "moved");
        }

        DeadLetters(boolean system, String side, String counts) {
            this.system = system;
            this.side = side;
            this.counts = counts;
        }

        @BeforeAll
        void start() {
            scene = new Scene(system, side, counts);
        }

        @AfterEach
        void renew() {
            scene.renew();
        }

        @AfterAll
        void end() {
            scene.close();
        }

        @Override
        protected DeadLetterQueue deadLetters() {
            return scene.queue;
        }

        @Override
        protected DeliveringQueue<RedisJob> queue() {
            return scene.queue;
        }

        @Override
        protected List<RedisJob> givenJobs(int count) {
            return scene.givenJobs(count);
        }

        @Override
        protected Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        protected Optional<Runnable> outage() {
            return scene.outage();
        }
    }
}
