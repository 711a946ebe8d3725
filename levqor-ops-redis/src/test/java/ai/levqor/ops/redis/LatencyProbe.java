package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Another client of a server: a process that asks 200 times a second from when it is started until it is ended, and then says
 * how long the answers took, each from when it meant to ask. Where that is allowed a processor is at hand whenever it wants one, so that
 * what it waits for is the server.
 */
final class LatencyProbe implements AutoCloseable {
    private static final long EVERY = 5_000_000;
    private static final int WARM = 400;

    private final Process process;
    private final BufferedReader said;

    private LatencyProbe(Process process) {
        this.process = process;
        this.said = process.inputReader();
    }

    static LatencyProbe start(String url) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        if (run(List.of("chrt", "-f", "50", "true")).waitFor() == 0) {
            words.addAll(List.of("chrt", "-f", "50"));
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(LatencyProbe.class.getName(), url));
        var probe = new LatencyProbe(run(words));
        for (var line = probe.said.readLine(); !"warm".equals(line); line = probe.said.readLine()) {
            if (line == null) {
                throw new IOException("the probe ended");
            }
        }
        return probe;
    }

    private static Process run(List<String> words) throws IOException {
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    String end() throws IOException {
        process.outputWriter().close();
        return said.readLine();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        try (var client = RedisTest.client(args[0], Map.of("OPS_REDIS_TIMEOUT", "10s"));
                var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            var ended = new Thread(() -> in.lines().forEach(line -> {}));
            ended.start();
            ask(client, WARM, ended);
            System.out.println("warm");
            System.out.println(told(ask(client, Integer.MAX_VALUE, ended)));
        }
    }

    private static List<Long> ask(Redis client, int most, Thread until) {
        var nanos = new ArrayList<Long>();
        var due = System.nanoTime();
        while (until.isAlive() && nanos.size() < most) {
            for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            var unused = client.ask("probe", "GET", "probe");
            nanos.add(System.nanoTime() - due);
            due += EVERY;
        }
        return nanos;
    }

    private static String told(List<Long> nanos) {
        var sorted = nanos.stream().mapToLong(each -> each).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99 %.2f ms, longest %.2f ms of %d",
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6,
                sorted.length);
    }
}
