package ai.levqor.ops.engine.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.schedule.Every;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.store.jdbc.JdbcFireStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Another process that runs a job of each minute: {@code URL SKEW REPEATABLE SPEED}. Its clock is that of the lines it reads, each
 * an instant, and off by the skew in seconds. After each line it looks until what it began has ended, and says so; at the
 * word {@code settle}, until all has that runs anywhere.
 * At the word {@code hang} the next run does not end. Elapsed time passes {@code SPEED} times as fast.
 */
final class JobProcess {
    private JobProcess() {}

    public static void main(String[] args) throws IOException {
        var out = System.out;
        System.setOut(System.err); // where the log goes
        var database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        var skew = Duration.ofSeconds(Long.parseLong(args[1]));
        var time = new FakeTime();
        var speed = Long.parseLong(args[3]);
        LongSupplier ticker = () -> System.nanoTime() * speed;
        var rules = JobScene.rules(new Every(Duration.ofMinutes(1)), Boolean.parseBoolean(args[2]));
        try (var scene = new JobScene(
                        new JdbcFireStore(keeping(database), "levqor_fires", time, ticker), rules, time, ticker);
                var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            scene.work.run = () -> {
                out.println("RAN");
                return FakeWork.done("done");
            };
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("settle")) {
                    settle(scene);
                    out.println("SEEN");
                } else if (line.equals("hang")) {
                    scene.work.run = () -> {
                        out.println("BEGUN");
                        return FakeWork.until(new CountDownLatch(1), true).get();
                    };
                } else {
                    time.jumpTo(Instant.parse(line).plus(skew));
                    scene.jobs.look();
                    if (begunAt(scene).equals(Optional.of(time.instant()))) {
                        settle(scene);
                    }
                    out.println("SEEN");
                }
            }
        }
    }

    /** A pool of one connection. */
    private static DataSource keeping(DataSource database) {
        var one = new AtomicReference<@Nullable Connection>();
        return proxy(DataSource.class, (method, arguments) -> {
            if (one.get() == null) {
                var opened = database.getConnection();
                one.set(proxy(
                        Connection.class,
                        (called, given) -> called.getName().equals("close") ? null : called.invoke(opened, given)));
            }
            return one.get();
        });
    }

    /** What a method does. */
    private interface Doing {
        @Nullable
        Object of(Method method, @Nullable Object @Nullable [] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Doing doing) {
        return type.cast(Proxy.newProxyInstance(
                JobProcess.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> doing.of(method, arguments)));
    }

    private static Optional<Instant> begunAt(JobScene scene) {
        return scene.job.report().runs().stream().findFirst().map(JobRun::startedAt);
    }

    private static void settle(JobScene scene) {
        scene.until(() -> scene.fires.newest("tidy", 3).stream().noneMatch(entry -> entry.state() == State.RUNNING));
    }
}
