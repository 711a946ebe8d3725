package ai.levqor.ops.redis;

import static ai.levqor.ops.redis.RedisStoresAndServersTest.everything;
import static ai.levqor.ops.redis.TlsRedis.HASTY;
import static ai.levqor.ops.redis.TlsRedis.PATIENT;
import static ai.levqor.ops.redis.TlsRedis.USER;
import static ai.levqor.ops.redis.TlsRedis.assertNotSent;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.RedisFault.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("over TLS that goes wrong, the client")
@Timeout(120)
class RedisTlsFaultsTest {

    @RegisterExtension
    static final TlsRedis TLS = new TlsRedis();

    @Test
    @DisplayName("says that the server may want TLS, where it was told of none")
    void plainToTls() {
        assertNotSent(TLS.url(USER, "").replace("rediss", "redis"), PATIENT, "does it want TLS (rediss://)?");
    }

    @Test
    @DisplayName("waits no longer than it may for a server that knows no TLS")
    void tlsToPlain() {
        try (var plain = RedisServer.start()) {
            assertNotSent(
                    plain.url().replace("redis://", "rediss://" + USER), HASTY, "over TLS", "then it is redis://");
        }
    }

    @Test
    @DisplayName("waits no longer than it may for a server that says nothing at all")
    void silent() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertNotSent("rediss://127.0.0.1:" + silent.getLocalPort(), HASTY, "over TLS", "timed out");
        }
    }

    @Test
    @DisplayName("does not know what was done where it is cut amid an answer, and goes on with the next")
    void cut() throws IOException {
        try (var wire = new RawWire(TLS.port());
                var redis = RedisTest.client("rediss://127.0.0.1:" + wire.port(), PATIENT)) {
            redis.ask("k", "SET", "k", "v".repeat(100_000));
            wire.cutAfter(50_000);

            assertThatExceptionOfType(RedisFault.class)
                    .isThrownBy(() -> redis.ask("k", "GETDEL", "k"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN));

            wire.mend();
            assertThat(Reply.maybeText(redis.ask("k", "GET", "k"))).isEmpty();
        }
    }

    @Test
    @DisplayName("waits no longer for an answer once its thread is interrupted")
    void interrupted() throws Exception {
        try (var redis = TLS.people();
                var people = TLS.people()) {
            var waiting = new Waiting(() -> redis.askWaiting(Duration.ofMinutes(10), "k", "BLPOP", "k", 0));
            while (!Reply.text(people.ask("k", "CLIENT", "LIST")).contains("cmd=blpop")) {
                Thread.onSpinWait();
            }

            var fault = waiting.interrupted();

            assertThat(fault.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(everything(fault)).contains("ClosedByInterruptException");
        }
    }

    @Test
    @DisplayName("waits no longer for a server that is to agree on TLS once its thread is interrupted")
    void interruptedBefore() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var redis = RedisTest.client("rediss://127.0.0.1:" + silent.getLocalPort(), PATIENT)) {
            var waiting = new Waiting(() -> redis.ask("k", "PING"));
            try (var there = silent.accept()) {
                assertThat(there.getInputStream().read()).as("how TLS begins").isEqualTo(22);

                var fault = waiting.interrupted();

                assertThat(fault.kind()).isEqualTo(Kind.NOT_SENT);
                assertThat(everything(fault)).contains("ClosedByInterruptException");
            }
        }
    }

    /** Somebody who asks, and never is answered. */
    private static final class Waiting {
        private final AtomicReference<@Nullable RedisFault> caught = new AtomicReference<>();
        private final Thread thread;

        Waiting(Supplier<@Nullable Object> call) {
            thread = new Thread(() -> {
                try {
                    var unused = call.get();
                } catch (RedisFault e) {
                    caught.set(e);
                }
            });
            thread.start();
        }

        RedisFault interrupted() throws InterruptedException {
            thread.interrupt();
            thread.join();
            return requireNonNull(caught.get(), "it was answered");
        }
    }
}
