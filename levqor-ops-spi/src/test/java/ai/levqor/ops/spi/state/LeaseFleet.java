package ai.levqor.ops.spi.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.LongTests;
import ai.levqor.ops.spi.state.LeaseHistory.Term;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Processes of this machine that want the same lease, whose holder is stopped again and again for longer than it lasts. Their
 * elapsed times begin at the same moment, as those of all JVMs of one Linux do. {@code -Dlevqor.test.kills=1000} stops more
 * often than a build has time for.
 */
public final class LeaseFleet implements AutoCloseable {
    /** The lease that they want. */
    static final String NAME = "fleet";

    private static final int PROCESSES = 4;
    private static final Duration LENGTH = Duration.ofMillis(150);
    private static final int STOPS = Integer.getInteger("levqor.test.kills", LongTests.times(20));

    private final Map<String, Process> children = new LinkedHashMap<>();
    private final Set<String> holders = new HashSet<>();

    /**
     * Starts the processes.
     *
     * @param program a class whose main method runs a {@link LeaseContender} with the words after its first
     * @param place the first word: where the leases are
     */
    public static LeaseFleet start(Class<?> program, String place) throws IOException {
        var fleet = new LeaseFleet();
        for (int child = 0; child < PROCESSES; child++) {
            fleet.start(program, place, "child-" + child);
        }
        return fleet;
    }

    /**
     * One of them at a time holds the lease, also when the holder is stopped; each token is given once, and each process has
     * its turn.
     */
    public void prove(LeaseStore store) throws IOException, InterruptedException {
        for (var child : children.values()) {
            assertThat(hear(child)).isEqualTo("ready");
        }
        for (var child : children.values()) {
            tell(child, "go");
        }
        for (int stopped = 0; stopped < STOPS || holders.size() < PROCESSES; ) {
            stopped += stopHolder(store) ? 1 : 0;
        }

        var history = new LeaseHistory();
        for (var child : children.entrySet()) {
            tell(child.getValue(), "end");
            terms(child.getKey(), child.getValue()).forEach(history::add);
        }
        history.assertOneAtATime();
        assertThat(history.terms()).hasSizeGreaterThan(STOPS);
        assertThat(history.terms().stream().map(Term::owner).distinct()).hasSize(PROCESSES);
        System.out.println(STOPS + " holders were stopped, and "
                + history.terms().size() + " terms of " + PROCESSES + " processes are apart");
    }

    /** Ends the processes. */
    @Override
    public void close() {
        children.values().forEach(Process::destroyForcibly);
    }

    /** Stops whoever holds the lease until somebody else does; {@code false} if it had given it back before it stood. */
    private boolean stopHolder(LeaseStore store) throws IOException, InterruptedException {
        var holder = store.holder(NAME);
        while (holder.isEmpty()) {
            holder = store.holder(NAME);
        }
        var stopped = holder.get();
        holders.add(stopped.owner());
        var child = requireNonNull(children.get(stopped.owner()));
        signal("-STOP", child);
        try {
            var held = store.holder(NAME).equals(holder);
            while (store.holder(NAME)
                    .filter(now -> !now.owner().equals(stopped.owner()))
                    .isEmpty()) {
                assertThat(child.isAlive()).isTrue();
            }
            return held;
        } finally {
            signal("-CONT", child);
        }
    }

    private void start(Class<?> program, String place, String owner) throws IOException {
        children.put(
                owner,
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName(),
                                place,
                                owner,
                                Long.toString(LENGTH.toMillis()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    private static List<Term> terms(String owner, Process child) throws IOException {
        var terms = new ArrayList<Term>();
        for (var line = hear(child); !line.equals("end"); line = hear(child)) {
            var numbers = line.split(" ", -1);
            terms.add(new Term(
                    owner, Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2])));
        }
        return terms;
    }

    private static void signal(String signal, Process child) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", signal, Long.toString(child.pid())).start();
        assertThat(kill.waitFor()).as("kill %s", signal).isZero();
    }

    private static void tell(Process child, String line) throws IOException {
        var out = child.outputWriter();
        out.write(line);
        out.newLine();
        out.flush();
    }

    /** Passes over what a logger may say. */
    private static String hear(Process child) throws IOException {
        var line = child.inputReader().readLine();
        while (line != null && !line.matches("ready|end|[0-9]+ -?[0-9]+ -?[0-9]+")) {
            line = child.inputReader().readLine();
        }
        assertThat(line).as("a line of the child").isNotNull();
        return line;
    }
}
