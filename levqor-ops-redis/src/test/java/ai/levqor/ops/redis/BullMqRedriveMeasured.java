package ai.levqor.ops.redis;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Measures how fast failed jobs of BullMQ go back: ours against its own {@code queue.retryJobs()}, on one server, in turns.
 * Arguments: how many jobs (100000), how often (3). Needs what {@code .ci/queues} installs. Prints jobs a second, what the
 * server's processor had to do for them, and how long a script kept the server.
 */
public final class BullMqRedriveMeasured {
    private static final Script FAILED_JOBS = new Script("seed", """
            for i = ARGV[1], ARGV[2] do
              redis.call('HSET', KEYS[1]..i, 'name', 'test', 'data', ARGV[3], 'opts', '{"attempts":0}', 'timestamp', '1764160000000',
                'delay', '0', 'priority', '0', 'atm', '1', 'ats', '1', 'processedOn', '1764160000001',
                'finishedOn', 1764160000002 + i, 'failedReason', 'not this time', 'stacktrace', '["Error: not this time"]')
              redis.call('ZADD', KEYS[1]..'failed', 1764160000002 + i, i)
            end
            """, "3".repeat(40));

    private BullMqRedriveMeasured() {}

    /** See the class. */
    public static void main(String[] arguments) {
        var jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        try (var server = RedisServer.startSystem();
                var redis = RedisTest.client(server.url(), Map.of("OPS_REDIS_TIMEOUT", "10s"));
                var workers = RealWorkers.bullMq("bullmq", server.port(), "jobs");
                var queue = new BullMqQueue(redis, "bull", "jobs", Clock.systemUTC())) {
            for (int round = 1; round <= rounds; round++) {
                seed(redis, jobs);
                var name = "round " + round;
                var before = processor(redis);
                var ours = seconds(() -> redriven(queue, name));
                checked(redis, jobs, "ours", ours, before);
                seed(redis, jobs);
                before = processor(redis);
                var theirs = seconds(() -> workers.tell("retry"));
                checked(redis, jobs, "retryJobs", theirs, before);
                print(
                        "round %d: ours %,.0f jobs/s, retryJobs %,.0f jobs/s, ratio %.2f%n",
                        round, jobs / ours, jobs / theirs, theirs / ours);
            }
        }
    }

    private static void redriven(LayoutQueue queue, String name) {
        var progress = queue.beginRedrive(name);
        while (!progress.finished()) {
            progress = queue.moveBatch(name, LayoutQueue.MOST_A_CALL, 3);
        }
    }

    /** As many failed jobs, and nothing else. */
    static void seed(Redis redis, int jobs) {
        redis.ask("k", "FLUSHALL");
        for (int from = 1; from <= jobs; from += 1_000) {
            var unused = redis.run(
                    FAILED_JOBS,
                    List.of("bull:jobs:"),
                    from,
                    Math.min(jobs, from + 999),
                    "{\"text\":\"" + "x".repeat(180) + "\"}");
        }
        redis.ask("k", "CONFIG", "RESETSTAT");
    }

    private static double seconds(Runnable work) {
        var before = System.nanoTime();
        work.run();
        return (System.nanoTime() - before) / 1e9;
    }

    private static void checked(Redis redis, int jobs, String who, double seconds, double processorBefore) {
        var waiting = Reply.number(redis.ask("k", "LLEN", "bull:jobs:wait"));
        if (waiting != jobs) {
            throw new IllegalStateException(who + " moved " + waiting + " of " + jobs);
        }
        var info = Reply.text(redis.ask("k", "INFO", "everything"));
        var scripts = value(info, "cmdstat_evalsha:calls=") + value(info, "cmdstat_eval:calls=");
        var micros = value(info, "cmdstat_evalsha:calls=[0-9]+,usec=") + value(info, "cmdstat_eval:calls=[0-9]+,usec=");
        print(
                "  %s: %.2f s, server %.2f s of processor, %.0f scripts of %.0f us, median %.0f us, 99%% %.0f us%n",
                who,
                seconds,
                processor(redis) - processorBefore,
                scripts,
                micros / scripts,
                value(info, "latency_percentiles_usec_evalsha:p50="),
                value(info, "latency_percentiles_usec_evalsha:p50=.*,p99="));
    }

    private static double processor(Redis redis) {
        var info = Reply.text(redis.ask("k", "INFO", "cpu"));
        return value(info, "used_cpu_sys:") + value(info, "used_cpu_user:");
    }

    private static double value(String info, String before) {
        var match = Pattern.compile(before + "([0-9.]+)").matcher(info);
        return match.find() ? Double.parseDouble(match.group(1)) : 0;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
