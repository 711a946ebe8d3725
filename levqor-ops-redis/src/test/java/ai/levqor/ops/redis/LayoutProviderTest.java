package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.queue.WorkQueueProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the providers of queues that a host already has")
class LayoutProviderTest {
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "redis-bullmq", Set.of("REDIS_URL", "OPS_BULLMQ_QUEUE"),
            "redis-streams", Set.of("REDIS_URL", "OPS_REDIS_STREAM", "OPS_REDIS_STREAM_GROUP"),
            "redis-sidekiq", Set.of("REDIS_URL", "OPS_SIDEKIQ_QUEUE"),
            "redis-rq", Set.of("REDIS_URL", "OPS_RQ_QUEUE"));

    @Test
    @DisplayName("are found, each by its id and what it needs, and make a queue with dead letters without a server")
    void found() throws Exception {
        var made = new HashMap<String, Set<String>>();
        for (var provider : ServiceLoader.load(WorkQueueProvider.class)) {
            if (REQUIRED.containsKey(provider.id())) {
                made.put(provider.id(), provider.requiredSettings());
                var queue = provider.create(settings(Map.of()));
                assertThat(queue).isInstanceOf(DeadLetterQueue.class);
                ((AutoCloseable) queue).close();
            }
        }

        assertThat(made).isEqualTo(REQUIRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis-bullmq | OPS_BULLMQ_QUEUE | a:b",
                "redis-bullmq | OPS_BULLMQ_QUEUE | a b",
                "redis-bullmq | OPS_BULLMQ_PREFIX | a b",
                "redis-streams | OPS_REDIS_STREAM | a b",
                "redis-streams | OPS_REDIS_STREAM_GROUP | a b",
                "redis-streams | OPS_REDIS_STREAM_DEAD | here",
                "redis-streams | OPS_REDIS_STREAM_MAX_DELIVERIES | 0",
                "redis-streams | OPS_REDIS_STREAM_MAX_DELIVERIES | 10000",
                "redis-streams | OPS_REDIS_STREAM_IDLE | 0s",
                "redis-streams | OPS_REDIS_STREAM_IDLE | 169h",
                "redis-streams | OPS_REDIS_STREAM_IDLE | 5",
                "redis-streams | OPS_REDIS_STREAM_ID_FIELD | a b",
                "redis-sidekiq | OPS_SIDEKIQ_QUEUE | a,,b",
                "redis-sidekiq | OPS_SIDEKIQ_RETRY | yes",
                "redis-rq | OPS_RQ_QUEUE | a b",
            })
    @DisplayName("refuse a setting that breaks its rule, and name it")
    void refused(String id, String setting, String value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> create(id, Map.of(setting, value)))
                .withMessageContaining(setting);
    }

    @Test
    @DisplayName("take the longest and the shortest that the rules allow")
    void taken() throws Exception {
        for (var others : List.of(
                Map.of("OPS_REDIS_STREAM_IDLE", "168h", "OPS_REDIS_STREAM_MAX_DELIVERIES", "9999"),
                Map.of("OPS_REDIS_STREAM_IDLE", "1s", "OPS_REDIS_STREAM_MAX_DELIVERIES", "1"))) {
            ((AutoCloseable) create("redis-streams", others)).close();
        }
    }

    @Test
    @DisplayName("keep our keys where a cluster keeps the stream")
    void hashTags() {
        assertThat(own("jobs")).isEqualTo("{jobs}");
        assertThat(own("{a}:jobs")).isEqualTo("{a}:jobs");
    }

    private static String own(String stream) {
        return StreamSettings.of(settings(Map.of("OPS_REDIS_STREAM", stream))).own();
    }

    private static WorkQueue create(String id, Map<String, String> others) {
        for (var provider : ServiceLoader.load(WorkQueueProvider.class)) {
            if (provider.id().equals(id)) {
                return provider.create(settings(others));
            }
        }
        throw new AssertionError("there is no " + id);
    }

    private static Settings settings(Map<String, String> others) {
        var all = new HashMap<>(Map.of(
                "REDIS_URL", "redis://127.0.0.1:1",
                "OPS_BULLMQ_QUEUE", "here",
                "OPS_REDIS_STREAM", "here",
                "OPS_REDIS_STREAM_GROUP", "here",
                "OPS_SIDEKIQ_QUEUE", "here, there",
                "OPS_RQ_QUEUE", "here"));
        all.putAll(others);
        return name -> Optional.ofNullable(all.get(name));
    }
}
