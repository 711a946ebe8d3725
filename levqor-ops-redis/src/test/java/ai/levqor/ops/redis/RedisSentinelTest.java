package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("a master that a sentinel watches")
class RedisSentinelTest {
    private WatchedRedis watched;
    private Redis redis;

    @BeforeEach
    void start() {
        watched = WatchedRedis.start();
        redis = watched.client(Map.of());
    }

    @AfterEach
    void end() {
        redis.close();
        watched.close();
    }

    @Test
    @DisplayName("is found by a sentinel that answers, though the first does not, and so is its successor when it dies")
    void dies() {
        redis.ask("k", "SET", "k", "kept");
        watched.awaitReplicated();

        watched.master().kill();
        var value = awaitAnswer("GET", "k");
        awaitAnswer("SET", "k", "by the successor");

        assertThat(value).isEqualTo("kept");
        assertThat(valueAt(watched.replica())).isEqualTo("by the successor");
    }

    @Test
    @DisplayName("is left when it was made a replica, as soon as it refuses a change")
    void demoted() {
        redis.ask("k", "SET", "k", "kept");
        watched.awaitReplicated();
        watched.failOver();

        awaitAnswer("SET", "k", "by the successor");
        while (!valueAt(watched.replica()).equals("by the successor")) {
            awaitAnswer("SET", "k", "by the successor");
        }
    }

    private static String valueAt(RedisServer server) {
        try (var direct = RedisTest.client(server.url(), Map.of())) {
            return Reply.maybeText(direct.ask("k", "GET", "k")).orElse("");
        }
    }

    /** Asks until there is an answer: what was asked may be asked again. */
    private String awaitAnswer(String command, Object... words) {
        var all = new Object[words.length + 1];
        all[0] = command;
        System.arraycopy(words, 0, all, 1, words.length);
        while (true) {
            try {
                return Reply.text(redis.ask("k", all));
            } catch (RedisFault e) {
                Thread.onSpinWait();
            }
        }
    }
}
