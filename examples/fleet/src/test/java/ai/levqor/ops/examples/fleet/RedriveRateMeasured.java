package ai.levqor.ops.examples.fleet;

import ai.levqor.ops.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;

/**
 * Measures the rate of a redrive that goes from one JVM to another: one begins it, is closed or killed after so many seconds
 * ({@code [SECONDS]}, 30), and another goes on, asked to or by itself. Reads the server's count by the server's clock, and
 * prints how many jobs were moved in any span as long, against 500 a second.
 */
final class RedriveRateMeasured {
    private static final int RATE = 500;
    private static final long SECOND = 1_000_000;

    private final RedisServer server;
    private final Jedis redis;
    private final Path folder;
    /** What was moved by when, in microseconds of the server. */
    private final TreeMap<Long, Long> moved = new TreeMap<>();

    private RedriveRateMeasured(RedisServer server, Jedis redis, Path folder) {
        this.server = server;
        this.redis = redis;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        var seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        for (var killed : new boolean[] {false, true}) {
            try (var server = RedisServer.start("--appendonly", "yes");
                    var redis = new Jedis("127.0.0.1", server.port())) {
                new RedriveRateMeasured(server, redis, Files.createTempDirectory("rate")).measure(seconds, killed);
            }
        }
    }

    private void measure(int seconds, boolean killed) throws IOException, InterruptedException {
        var pipeline = redis.pipelined();
        for (int job = 0; job < RATE * seconds * 4; job++) {
            pipeline.lpush("jobs:dead", "job " + job);
        }
        pipeline.sync();
        redis.hset("{levqor}:flags", "INCIDENT_AUTORECOVER", "true");
        var first = begin("first");
        var second = begin("second");
        giveReason();
        first.say("recover night");
        first.await("RECOVERED night RUNNING"::equals);

        watch(seconds);
        var begun = System.nanoTime();
        if (killed) {
            first.kill();
            awaitMore(number("moved"));
        } else {
            first.end();
            giveReason();
            second.say("recover on night");
            second.await("RECOVERED on RUNNING"::equals);
        }
        var away = (System.nanoTime() - begun) / 1e9;
        watch(seconds);
        second.end();
        tell(seconds, killed, away);
    }

    /** A job fails, at whoever is there: without a failure there is nothing to recover from. */
    private void giveReason() {
        var dead = redis.llen("jobs:dead") + number("moved");
        redis.lpush("jobs", "bad");
        while (redis.llen("jobs:dead") + number("moved") <= dead) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private long number(String field) {
        var value = redis.hget("jobs:redrive", field);
        return value == null ? 0 : Long.parseLong(value);
    }

    /** The other finds out by itself that the one that ran the redrive has died, and goes on with it. */
    private void awaitMore(long before) {
        while (number("moved") <= before) {
            watch(0);
        }
    }

    private void watch(int seconds) {
        var until = now() + seconds * SECOND;
        do {
            LockSupport.parkNanos(50_000_000);
            moved.put(now(), number("moved"));
        } while (now() < until);
    }

    private long now() {
        var time = redis.time();
        return Long.parseLong(time.get(0)) * SECOND + Long.parseLong(time.get(1));
    }

    private void tell(int seconds, boolean killed, double away) {
        var span = seconds * SECOND;
        var least = Long.MAX_VALUE;
        var most = Long.MIN_VALUE;
        for (var end : moved.tailMap(moved.firstKey() + span).entrySet()) {
            var start = moved.floorEntry(end.getKey() - span);
            var exact = (end.getValue() - start.getValue()) * (double) span / (end.getKey() - start.getKey());
            least = Math.min(least, Math.round(exact));
            most = Math.max(most, Math.round(exact));
        }
        System.out.printf(
                Locale.ROOT,
                "%s after %d s: another took over %.1f s later; in any %d s between %d and %d were moved, %.1f to %.1f %% of %d%n",
                killed ? "killed" : "closed",
                seconds,
                away,
                seconds,
                least,
                most,
                least * 100.0 / (RATE * seconds),
                most * 100.0 / (RATE * seconds),
                RATE * seconds);
    }

    private Child begin(String name) throws IOException, InterruptedException {
        var environment = new HashMap<>(Map.of(
                "REDIS_URL", server.url(),
                "OPS_RECOVER_WAIT", "100ms",
                "OPS_SCHEDULER", "off"));
        var child = new Child(name, Files.createDirectories(folder.resolve(name)), environment);
        child.await(line -> line.equals("READY " + name));
        return child;
    }
}
