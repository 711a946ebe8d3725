package ai.levqor.ops.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.engine.verify.Finding;
import ai.levqor.ops.engine.verify.Finding.Status;
import ai.levqor.ops.engine.verify.IntegrityReport;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import ai.levqor.ops.redis.RedisServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisplayName("The integrity check of an instance whose state is in a real Redis")
class NightOnRedisTest {
    private RedisServer server;
    private Path folder;

    @BeforeEach
    void startServer(@TempDir Path own) {
        folder = own;
        server = RedisServer.start("--appendonly", "yes");
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    @Test
    @DisplayName("compares its clock with the server's, and takes, keeps and settles a fire there")
    void allIsWell() throws InterruptedException {
        var found = checked(Clock.systemUTC());

        assertThat(of(found, "clock").status()).isEqualTo(Status.PASSED);
        assertThat(of(found, "clock").detail()).endsWith(" that of the state store");
        assertThat(of(found, "lease").status()).isEqualTo(Status.PASSED);
        assertThat(of(found, "fleet").detail()).isEqualTo("1 instance, one leads");
        assertThat(of(found, "flags").status()).isEqualTo(Status.PASSED);
    }

    @Test
    @DisplayName("fails when its clock is forty seconds behind the server's, and does nothing else for it")
    void clockBehind() throws InterruptedException {
        var found = checked(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-40)));

        assertThat(of(found, "clock").status()).isEqualTo(Status.FAILED);
        assertThat(of(found, "clock").detail())
                .matches("(39|40)\\.[0-9] s behind that of the state store; more than 30 s");
        assertThat(of(found, "fleet").status()).isEqualTo(Status.PASSED);
    }

    @Test
    @DisplayName("fails, check by check, when the server is away, and names what is")
    void serverAway() throws InterruptedException {
        try (var ops = begun(Clock.systemUTC())) {
            server.kill();

            var found = ops.integrity().run();
            for (var name : List.of("clock", "lease", "fleet")) {
                assertThat(of(found, name).status()).as(name).isEqualTo(Status.FAILED);
            }

            server.startAgain();
            ops.tick();
            var again = ops.integrity().run();
            assertThat(of(again, "clock").status()).isEqualTo(Status.PASSED);
            assertThat(of(again, "lease").status()).isEqualTo(Status.PASSED);
        }
    }

    private IntegrityReport checked(Clock clock) throws InterruptedException {
        try (var ops = begun(clock)) {
            return ops.integrity().run();
        }
    }

    private static Finding of(IntegrityReport report, String check) {
        return report.checks().stream()
                .filter(each -> each.name().equals(check))
                .findFirst()
                .map(Checked::finding)
                .orElseThrow();
    }

    /** An autopilot that has decided once, so that it leads. */
    private LevqorOps begun(Clock clock) throws InterruptedException {
        var decided = new CountDownLatch(1);
        var ops = LevqorOps.builder()
                .settings(OpsSettings.of(Map.of(
                        "REDIS_URL", server.url(),
                        "OPS_INSTANCE", "one",
                        "OPS_SCHEDULER", "off",
                        "OPS_TICK_EVERY", "1s",
                        "OPS_FLAGS_FILE", folder.resolve("flags.json").toString(),
                        "OPS_LOG_DIR", folder.toString(),
                        "OPS_STATE_DIR", folder.toString())))
                .clock(clock)
                .withoutQueue()
                .onDecision(report -> decided.countDown())
                .build();
        ops.start();
        decided.await();
        return ops;
    }
}
