package ai.levqor.ops.examples.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/** What build() and start() add to a fresh host, beside the start of an empty Jetty in the same JVM; and the jars. */
final class StartCost {
    private static final int STARTS = 7;
    private static final Pattern OUR_JAR = Pattern.compile("levqor-ops-(spi|core|servlet)-.*\\.jar");

    private StartCost() {}

    static void measure() throws IOException {
        System.out.printf(
                "Starting in a fresh JVM, median of %d; rival: an empty Jetty; goal: at most 150 ms, 4 MB, 2 threads%n",
                STARTS);
        var runs = new ArrayList<double[]>();
        for (var i = 0; i < STARTS; i++) {
            try (var child = new ChildProcess(StartChild.class)) {
                runs.add(Arrays.stream(child.answer().split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            }
        }
        var table = new Table("what", "ms", "live heap kB", "threads");
        table.row("empty Jetty", Table.decimal(median(runs, 0)), Table.decimal(median(runs, 1) / 1e3), "");
        table.row(
                "autopilot: build, start",
                Table.decimal(median(runs, 2)),
                Table.decimal(median(runs, 3) / 1e3),
                "%.0f".formatted(median(runs, 4)));
        table.row(
                "ratio",
                Table.ratio(median(runs, 2), median(runs, 0)),
                Table.ratio(median(runs, 3), median(runs, 1)),
                "");
        table.printTo(System.out);
        printJars();
    }

    private static double median(List<double[]> runs, int column) {
        var sorted = runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void printJars() throws IOException {
        System.out.println("Jars; goal: at most 400 kB together");
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
