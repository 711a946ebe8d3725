package ai.levqor.ops.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Several ways to the same figures, in turn for some rounds. Fails if two ways differ in a figure. */
final class Contest {
    private final LoopbackPostgres server;
    private final int rounds;
    private Preparation before = round -> {};
    private final List<Way> ways = new ArrayList<>();
    private final List<List<Spent>> spent = new ArrayList<>();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    Contest(LoopbackPostgres server, int rounds) {
        this.server = server;
        this.rounds = rounds;
    }

    /** What happens before each round, and is not measured. */
    Contest before(Preparation preparation) {
        before = preparation;
        return this;
    }

    /** The first way is the rival that the others are compared with. */
    Contest way(String name, Run run) {
        return share(name, 1, run);
    }

    /** A way that does only a part, one of so many; its time is multiplied, and marked. */
    Contest share(String name, double times, Run run) {
        ways.add(new Way(name, times, run));
        spent.add(new ArrayList<>());
        return this;
    }

    /** Runs the rounds and prints the table. */
    ActiveUsers runAndPrint(PrintStream out, String unit, double work) throws Exception {
        var table =
                new Table("way", "best s", "median s", "CPU s database", "JVM", unit, "of the rival", "equal figures");
        var equal = new int[ways.size()];
        var reference = rounds(equal);
        var rival = median(0).wall;
        for (var i = 0; i < ways.size(); i++) {
            var way = ways.get(i);
            var median = median(i);
            table.row(
                    way.name + (way.times == 1 ? "" : ", times %.1f: EXTRAPOLATED".formatted(way.times)),
                    seconds(best(i).wall),
                    seconds(median.wall),
                    median.database.isPresent() ? seconds(median.database.getAsDouble()) : "-",
                    seconds(median.jvm),
                    "%,.2f".formatted(work / median.wall / 1e6),
                    "%.2f x as fast".formatted(rival / median.wall),
                    equal[i] == 0 ? "-" : String.valueOf(equal[i]));
        }
        table.printTo(out);
        return reference;
    }

    private ActiveUsers rounds(int[] equal) throws Exception {
        ActiveUsers reference = null;
        for (var round = 0; round < rounds; round++) {
            before.prepare(round);
            reference = null;
            for (var i = 0; i < ways.size(); i++) {
                System.gc();
                var figures = measured(ways.get(i), spent.get(i), round);
                reference = reference == null ? figures : reference;
                equal[i] = figures.equalFigures(reference);
            }
        }
        if (reference == null) {
            throw new IllegalStateException("a contest needs a way and a round");
        }
        return reference;
    }

    private ActiveUsers measured(Way way, List<Spent> into, int round) throws Exception {
        var database = server.cpuSeconds();
        var cpu = system.getProcessCpuTime();
        var began = System.nanoTime();
        var figures = way.run.count(round);
        var wall = (System.nanoTime() - began) / 1e9;
        var jvm = (system.getProcessCpuTime() - cpu) / 1e9;
        var after = server.cpuSeconds();
        into.add(new Spent(
                wall * way.times,
                database.isPresent()
                        ? OptionalDouble.of((after.orElseThrow() - database.getAsDouble()) * way.times)
                        : OptionalDouble.empty(),
                jvm * way.times));
        return figures;
    }

    private Spent best(int way) {
        return sorted(way).get(0);
    }

    private Spent median(int way) {
        return sorted(way).get((rounds - 1) / 2);
    }

    private List<Spent> sorted(int way) {
        return spent.get(way).stream().sorted(Comparator.comparing(Spent::wall)).toList();
    }

    private static String seconds(double seconds) {
        return (seconds < 1 ? "%.3f" : "%.2f").formatted(seconds);
    }

    /** Counts, in a round from 0. */
    interface Run {
        ActiveUsers count(int round) throws Exception;
    }

    /** Makes a round ready. */
    interface Preparation {
        void prepare(int round) throws Exception;
    }

    private record Way(String name, double times, Run run) {}

    private record Spent(double wall, OptionalDouble database, double jvm) {}
}
