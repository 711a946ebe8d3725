package ai.levqor.ops.examples.benchmarks;

import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Runs measurements by name and prints their tables. */
final class BenchmarksMain {
    private static final List<String> ALL = List.of("decision", "recorder", "redrive", "dryrun", "start", "kernel");

    private BenchmarksMain() {}

    /** {@code decision}, {@code recorder}, {@code redrive}, {@code dryrun}, {@code start}, {@code kernel} or {@code all}. */
    public static void main(String[] names) throws Exception {
        var wanted = names.length == 0 || List.of(names).contains("all") ? ALL : List.of(names);
        if (!ALL.containsAll(wanted)) {
            System.err.println("usage: examples/benchmarks/run [decision|recorder|redrive|dryrun|start|kernel|all]");
            System.exit(2);
        }
        System.out.printf(
                "JDK %s, %d processors. Other work on the machine makes every figure worse.%n%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        for (var name : wanted) {
            switch (name) {
                case "decision" -> decision();
                case "recorder" -> recorder();
                case "redrive" -> RedriveCost.measure();
                case "dryrun" -> DryRunCost.measure();
                case "kernel" -> KernelCost.measure();
                default -> StartCost.measure();
            }
        }
    }

    private static void decision() throws RunnerException {
        System.out.println("A decision of the step policy with its facts; goal: at most 300 ns and 500 bytes");
        var table = new Table("situation", "ns", "of goal", "bytes", "of goal");
        for (var result : JmhRun.of(DecisionBenchmark.class, 1)) {
            table.row(
                    result.situation(),
                    result.time(),
                    Table.ratio(result.nanos(), 300),
                    Table.decimal(result.bytes()),
                    Table.ratio(result.bytes(), 500));
        }
        table.printTo(System.out);
    }

    private static void recorder() throws RunnerException {
        for (var threads : List.of(1, 2)) {
            System.out.printf(
                    "Counting a request, %d thread%s; rival: timerWith8SloBuckets; goal: at most 150 ns and the rival%n",
                    threads, threads == 1 ? "" : "s");
            var results = JmhRun.of(RecorderBenchmark.class, threads);
            var rival = results.stream()
                    .filter(result -> result.method().equals("timerWith8SloBuckets"))
                    .findFirst()
                    .orElseThrow();
            var table = new Table("what", "ns", "of the rival", "bytes");
            for (var result : results) {
                table.row(
                        result.method(),
                        result.time(),
                        Table.ratio(result.nanos(), rival.nanos()),
                        Table.decimal(result.bytes()));
            }
            table.printTo(System.out);
        }
    }
}
