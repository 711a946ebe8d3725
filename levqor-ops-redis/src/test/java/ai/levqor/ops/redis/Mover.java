package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;

/**
 * Another process that redrives: {@code URL BATCH}. For each line it reads, the name of a redrive, it begins that one, says
 * where it stands, and then moves batches, saying after each how many are moved and in quarantine; last {@code finished}, or
 * why not.
 */
final class Mover {
    private Mover() {}

    public static void main(String[] args) throws IOException {
        var batch = Integer.parseInt(args[1]);
        try (var queue = QueueScene.queue(args[0], Map.of());
                var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            queue.deadLetters();
            say("ready");
            for (var name = in.readLine(); name != null; name = in.readLine()) {
                try {
                    redrive(queue, name, batch);
                    say("finished");
                } catch (RuntimeException e) {
                    say(e.getClass().getSimpleName() + " " + e.getMessage());
                }
            }
        }
    }

    private static void redrive(RedisListQueue queue, String name, int batch) {
        var progress = queue.beginRedrive(name);
        say("" + (progress.moved() + progress.quarantined()));
        while (!progress.finished()) {
            progress = queue.moveBatch(name, batch, 3);
            say("" + (progress.moved() + progress.quarantined()));
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
