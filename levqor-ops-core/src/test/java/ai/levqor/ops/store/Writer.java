package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.store.AtomicFile.Probe;
import ai.levqor.ops.store.AtomicFile.Step;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Instant;

/** What a {@link ChildJvm} does: it says {@code ready}, and then obeys each line it is told. */
final class Writer {
    private static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in, UTF_8));

    private Writer() {}

    public static void main(String[] args) throws IOException {
        var file = Path.of(args[0]);
        new FileFlagStore(file).read();
        say("ready");
        for (var line = IN.readLine(); line != null; line = IN.readLine()) {
            obey(file, line.split(" ", -1));
        }
    }

    private static void obey(Path file, String[] words) throws IOException {
        switch (words[0]) {
            case "add" -> {
                add(file, Integer.parseInt(words[1]));
                say("added");
            }
            case "add-until-killed" -> {
                var store = new FileFlagStore(file);
                while (!System.out.checkError()) {
                    say(addOneWorker(store));
                }
            }
            case "add-and-stop-after" -> {
                Probe probe = step -> {
                    if (step == Step.valueOf(words[1])) {
                        say(step);
                        IN.readLine();
                    }
                };
                addOneWorker(new FileFlagStore(new AtomicFile(file, FlagsJson.MOST_BYTES, probe)));
            }
            case "lock" ->
                new WriteLock(file).hold(() -> {
                    say("locked");
                    return IN.readLine();
                });
            case "log" -> {
                var log = new JsonLog(file, Long.parseLong(words[1]), 50);
                for (int line = 0; line < Integer.parseInt(words[2]); line++) {
                    log.append(JsonNodeFactory.instance
                            .objectNode()
                            .put("by", words[3])
                            .put("line", line));
                    say(line);
                }
            }
            case "log-until-killed" -> {
                var log = new JsonLog(file, Long.parseLong(words[1]), 50);
                for (int line = 0; !System.out.checkError(); line++) {
                    log.append(longLine(line));
                    say(line);
                }
            }
            case "try" -> {
                try {
                    say(addOneWorker(new FileFlagStore(file)));
                } catch (UnavailableException e) {
                    say(String.valueOf(e.getMessage()));
                }
            }
            case "try-log" -> {
                try {
                    new JsonLog(file)
                            .append(JsonNodeFactory.instance.objectNode().put("long", "x".repeat(2000)));
                    say("written");
                } catch (UnavailableException e) {
                    say(String.valueOf(e.getMessage()));
                }
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** A line of some megabytes that can be told from every other. */
    static ObjectNode longLine(int line) {
        var pad = Character.toString('a' + line % 26).repeat(1_500_000 + line % 7 * 200_000);
        return JsonNodeFactory.instance.objectNode().put("line", line).put("pad", pad);
    }

    static void add(Path file, int workers) {
        var store = new FileFlagStore(file);
        for (int left = workers; left > 0; left--) {
            addOneWorker(store);
        }
    }

    static int addOneWorker(FlagStore store) {
        FlagReading seen;
        int next;
        do {
            seen = store.read();
            next = seen.flags().workerCount() + 1;
        } while (!store.compareAndSet(seen, seen.flags().scaledTo(next, Instant.EPOCH)));
        return next;
    }

    private static void say(Object words) {
        System.out.println(words);
    }
}
