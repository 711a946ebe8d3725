package ai.levqor.ops.examples.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/** What build() and start() add to a fresh host, beside the start of an empty Jetty in the same JVM; and the jars. */
final class StartCost {
    private static final int STARTS = 7;
    private static final List<String> STEPS = List.of("empty Jetty", "build()", "start()", "first tick");
    private static final Pattern OUR_JAR = Pattern.compile("levqor-ops-(spi|core|servlet)-.*\\.jar");

    private StartCost() {}

    static void measure() throws IOException {
        System.out.printf(
                "Starting in a fresh JVM, median of %d; rival: an empty Jetty; goal: at most 150 ms, 4 MB, 2 threads%n",
                STARTS);
        var table = new Table("host, step", "ms", "CPU ms", "live heap kB", "ms of the rival");
        for (var host : List.of("usual", "bare")) {
            var runs = new ArrayList<double[]>();
            for (var i = 0; i < STARTS; i++) {
                try (var child = new ChildProcess(StartChild.class, host)) {
                    runs.add(Pattern.compile(" ")
                            .splitAsStream(child.answer())
                            .mapToDouble(Double::parseDouble)
                            .toArray());
                }
            }
            for (var step = 0; step < STEPS.size(); step++) {
                table.row(
                        host + ", " + STEPS.get(step),
                        Table.decimal(median(runs, 3 * step)),
                        Table.decimal(median(runs, 3 * step + 1)),
                        Table.decimal(median(runs, 3 * step + 2)),
                        Table.ratio(median(runs, 3 * step), median(runs, 0)));
            }
            table.row(host + ", threads of the autopilot", "%.0f".formatted(median(runs, 12)), "", "", "");
        }
        table.printTo(System.out);
        System.out.println("usual: the host uses Micrometer and Jackson already; bare: it uses neither.\n");
        printJars();
    }

    private static double median(List<double[]> runs, int column) {
        var sorted = runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void printJars() throws IOException {
        System.out.println("Jars with all parts; goal: at most 400 kB for the loop alone, which WeightTest weighs");
        var table = new Table("jar", "kB");
        var sum = 0L;
        var classPath = new StringTokenizer(System.getProperty("java.class.path"), File.pathSeparator);
        while (classPath.hasMoreTokens()) {
            var jar = Path.of(classPath.nextToken());
            if (OUR_JAR.matcher(String.valueOf(jar.getFileName())).matches()) {
                sum += Files.size(jar);
                table.row(String.valueOf(jar.getFileName()), Table.decimal(Files.size(jar) / 1e3));
            }
        }
        table.row("together", Table.decimal(sum / 1e3));
        table.printTo(System.out);
    }
}
