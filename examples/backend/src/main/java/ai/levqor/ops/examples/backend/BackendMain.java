package ai.levqor.ops.examples.backend;

import ai.levqor.ops.spi.ConfigurationException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the example backend: see {@link Arguments#USAGE}. Ends with 0, with 1 if it cannot run, with 2 if misused. */
final class BackendMain {
    private static final String NAME = "examples/backend/run: ";

    private BackendMain() {}

    /** The command line's entry. */
    public static void main(String[] words) {
        var stop = new CountDownLatch(1);
        var status = new CompletableFuture<Integer>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(stop, status), "drain"));
        try {
            status.complete(run(List.of(words), System.getenv(), System.out, System.err, stop));
        } catch (Throwable e) {
            e.printStackTrace();
            status.complete(1);
        }
        System.exit(status.join());
    }

    /** Whoever asks for the end, a signal too, gets a drained one: the process ends with its own status. */
    private static void drain(CountDownLatch stop, CompletableFuture<Integer> status) {
        stop.countDown();
        var ended = status.completeOnTimeout(1, 60, TimeUnit.SECONDS).join();
        System.out.flush();
        Runtime.getRuntime().halt(ended);
    }

    /** Runs until its time is up or {@code stop} is counted down, and returns the exit status. */
    static int run(
            List<String> words, Map<String, String> environment, PrintStream out, PrintStream err, CountDownLatch stop)
            throws Exception {
        try {
            var arguments = Arguments.parse(words);
            if (arguments.help()) {
                out.print(Arguments.USAGE);
            } else {
                new BackendRun(arguments, environment, out).until(stop);
            }
            return 0;
        } catch (BadArgumentException e) {
            err.println(NAME + e.getMessage());
            err.print(Arguments.USAGE);
            return 2;
        } catch (ConfigurationException | StartException e) {
            err.println(NAME + e.getMessage());
            return 1;
        }
    }
}
