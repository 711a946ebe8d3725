package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.RedisFault.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server that speaks TLS for a class of tests, empty before each, and this JVM trusts it; nobody else is trusted. */
final class TlsRedis implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback {
    static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");
    static final Map<String, String> HASTY = Map.of("OPS_REDIS_TIMEOUT", "300ms");

    /** Somebody who may do everything. */
    static final String USER = "app:hunter2@";

    private @Nullable Path folder;
    private @Nullable SSLContext usual;
    private @Nullable TlsCertificate certificate;
    private @Nullable RedisServer server;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        usual = SSLContext.getDefault();
        folder = Files.createTempDirectory("tls");
        certificate = newCertificate("ours", "ip:127.0.0.1");
        server = RedisServer.startTls(certificate);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        SSLContext.setDefault(certificate().trusted());
        try (var people = people()) {
            people.ask("k", "FLUSHALL");
            people.ask("k", "ACL", "SETUSER", "app", "on", ">hunter2", "~*", "+@all");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        trustAsUsual();
        if (server != null) {
            server.close();
        }
        try (var files = Files.walk(there(folder))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Another certificate; as {@link TlsCertificate#of}. */
    TlsCertificate newCertificate(String files, String name) throws Exception {
        return TlsCertificate.of(Files.createDirectory(there(folder).resolve(files)), name);
    }

    /** Whom this JVM trusts when no test runs. */
    void trustAsUsual() {
        SSLContext.setDefault(there(usual));
    }

    TlsCertificate certificate() {
        return there(certificate);
    }

    int port() {
        return there(server).port();
    }

    /** The address of the server, as whom ({@link #USER}, or empty) and with what else. */
    String url(String who, String rest) {
        return "rediss://" + who + "127.0.0.1:" + port() + rest;
    }

    /** A client for what a test does beside. */
    Redis people() {
        return RedisTest.client(url("", ""), PATIENT);
    }

    /** It fails before anything is sent, in words that tell where and why, and not the password. */
    static void assertNotSent(String url, Map<String, String> settings, String... words) {
        try (var redis = RedisTest.client(url, settings)) {
            assertThatExceptionOfType(RedisFault.class)
                    .isThrownBy(() -> redis.ask("k", "SET", "k", "v"))
                    .withMessageContaining("Redis at " + url.replaceAll(".*[/@]", "") + " cannot be reached")
                    .withMessageContainingAll(words)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_SENT))
                    .satisfies(e ->
                            assertThat(RedisStoresAndServersTest.everything(e)).doesNotContain("hunter2"));
        }
    }

    private static <T> T there(@Nullable T started) {
        if (started == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return started;
    }
}
