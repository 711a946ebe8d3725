package ai.levqor.ops.redis;

import static ai.levqor.ops.redis.TlsRedis.PATIENT;
import static ai.levqor.ops.redis.TlsRedis.USER;
import static ai.levqor.ops.redis.TlsRedis.assertNotSent;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("over TLS, the client")
@Timeout(120)
class RedisTlsTest {

    @RegisterExtension
    static final TlsRedis TLS = new TlsRedis();

    @Test
    @DisplayName("speaks as the user, with the password and in the database of the address")
    void speaks() {
        try (var redis = RedisTest.client(TLS.url(USER, "/3"), PATIENT);
                var people = TLS.people()) {
            redis.ask("k", "SET", "k", "v");

            assertThat(Reply.text(redis.ask("k", "ACL", "WHOAMI"))).isEqualTo("app");
            assertThat(Reply.text(people.ask("k", "INFO", "keyspace"))).contains("db3:keys=1");
            assertThat(Reply.maybeText(people.ask("k", "GET", "k"))).isEmpty();
        }
    }

    @Test
    @DisplayName("passes large values on in both directions, whole")
    void large() {
        var value = "0123456789abcdef".repeat(1 << 18);
        try (var redis = TLS.people()) {
            redis.ask("k", "SET", "k", value);

            assertThat(Reply.text(redis.ask("k", "GET", "k"))).isEqualTo(value);
        }
    }

    @Test
    @DisplayName("carries leases, and a queue in plain lists with its redrive")
    void stores() throws Exception {
        try (var leases = new RedisLeaseStore(RedisTest.client(TLS.url(USER, ""), PATIENT));
                var host = TLS.people();
                var queue = QueueScene.queue(TLS.url(USER, ""), PATIENT)) {
            var lease = leases.take("leader", "a", Duration.ofMinutes(5)).orElseThrow();
            assertThat(leases.take("leader", "b", Duration.ofMinutes(5))).isEmpty();
            assertThat(leases.release(lease)).isTrue();

            QueueScene.push(host, "jobs", 0, 3, number -> "job-" + number);
            queue.selfCheck();
            queue.take(Duration.ofSeconds(60)).orElseThrow().fail();
            queue.beginRedrive("first");

            assertThat(queue.moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(1, 1, 0, 0));
            assertThat(QueueScene.all(host, "jobs:retry")).containsExactly("job-0");
        }
    }

    @Test
    @DisplayName("carries a redrive of thousands at once")
    void largeRedrive() {
        var settings = new HashMap<>(PATIENT);
        settings.put("OPS_REDIS_QUEUE", "many");
        try (var host = TLS.people();
                var queue = QueueScene.queue(TLS.url(USER, ""), settings)) {
            QueueScene.push(host, "many:dead", 0, 5_000, number -> "job-" + number);

            var progress = queue.beginRedrive("first");
            while (!progress.finished()) {
                progress = queue.moveBatch("first", 5_000, 3);
            }

            assertThat(progress).isEqualTo(new RedriveProgress(5_000, 5_000, 0, 0));
            assertThat(QueueScene.all(host, "many:retry"))
                    .isEqualTo(IntStream.range(0, 5_000)
                            .mapToObj(number -> "job-" + number)
                            .toList());
            assertThat(Reply.number(host.ask("many", "EXISTS", "many:uncounted")))
                    .as("moved in transactions")
                    .isEqualTo(1);
        }
    }

    @Test
    @DisplayName("trusts whom the trust store of its JVM names")
    void trustStore() throws Exception {
        try (var host = TLS.people();
                var jvm = MoverJvm.start(
                        TLS.url(USER, ""),
                        10,
                        "-Djavax.net.ssl.trustStore=" + TLS.certificate().trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + TlsCertificate.PASSWORD)) {
            QueueScene.push(host, "jobs:dead", 0, 5, number -> "job-" + number);

            jvm.awaitReady().redrive("first");

            assertThat(List.of(jvm.hear(), jvm.hear(), jvm.hear())).containsExactly("0", "5", "finished");
            assertThat(QueueScene.all(host, "jobs:retry")).hasSize(5);
        }
    }

    @Test
    @DisplayName(
            "shows its own certificate to a server that wants one, and says that it may be wanted where it has none")
    void certificateWanted() throws Exception {
        try (var strict = RedisServer.startTls(TLS.certificate(), "--tls-auth-clients", "yes")) {
            assertNotSent(strict.url(), PATIENT, "does it want a certificate of ours?");

            SSLContext.setDefault(TLS.certificate().mutual());
            try (var redis = RedisTest.client(strict.url(), PATIENT)) {
                assertThat(Reply.text(redis.ask("k", "PING"))).isEqualTo("PONG");
            }
        }
    }

    @Test
    @DisplayName("refuses a server whose certificate nobody here trusts")
    void untrusted() {
        TLS.trustAsUsual();

        assertNotSent(TLS.url(USER, ""), PATIENT, "over TLS: its certificate is not accepted", "certification path");
    }

    @Test
    @DisplayName("refuses a server whose certificate is trusted, and for another host")
    void anotherHost() throws Exception {
        var others = TLS.newCertificate("others", "dns:redis.example");
        SSLContext.setDefault(others.trusted());
        try (var there = RedisServer.startTls(others)) {
            assertNotSent(
                    there.url().replace("//", "//" + USER),
                    PATIENT,
                    "over TLS: its certificate is not accepted",
                    "matching IP address 127.0.0.1");
        }
    }
}
