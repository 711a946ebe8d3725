package ai.levqor.ops.simulation;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.scale.ScalePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Tries a policy on a workload, in virtual time: a month takes a second or two, and the same input gives the same report
 * on any machine.
 *
 * <pre>{@code
 * var report = Simulation.of(Workload.day(2, 35)).run(new StepPolicy(StepSettings.DEFAULTS));
 * }</pre>
 *
 * <p>The model goes second by second. Jobs arrive (Poisson), wait in one queue, and are served first come first served,
 * {@code serviceRate} by each ready worker. Every {@code tick} the policy sees what it sees in production: the P95 wait
 * and the number of the jobs finished in the last 60 s as latency, the queue's depth, the workers (those that still start
 * included), an error rate of 0, no spend. Its decision is carried out: a new worker serves after {@code startUp} and is
 * paid for from the start; one that is taken away stops at once.
 *
 * <p>Limits and pace are the policy's own. A simulation is set up by its methods and may then run many times, with the
 * same or another policy. Not safe for many threads.
 */
public final class Simulation {
    private final Workload workload;
    private final List<Disturbance> disturbances = new ArrayList<>();
    private String seed = "levqor";
    private OptionalInt workers = OptionalInt.empty();
    private double serviceRate = 10;
    private long startUp = 30;
    private long tick = 15;
    private double sloWait = 5;
    private Predicate<Duration> automated = elapsed -> true;

    private Simulation(Workload workload) {
        this.workload = requireNonNull(workload, "workload");
    }

    /** A simulation with 10 jobs/s a worker, 30 s of start-up, a tick of 15 s, and an objective of 5 s. */
    public static Simulation of(Workload workload) {
        return new Simulation(workload);
    }

    /** Workers that are ready at the start, zero or more; by default those that the first second keeps 70 % busy. */
    public Simulation workers(int workers) {
        require(workers >= 0, "workers must be >= 0, was " + workers);
        this.workers = OptionalInt.of(workers);
        return this;
    }

    /** Another text gives other arrivals of the same rate. */
    public Simulation seed(String seed) {
        this.seed = requireNonNull(seed, "seed");
        return this;
    }

    /** Jobs that one worker serves in a second, above 0.0. */
    public Simulation serviceRate(double jobsPerSecond) {
        require(jobsPerSecond > 0 && jobsPerSecond <= 1e9, "serviceRate must be in (0, 1e9], was " + jobsPerSecond);
        this.serviceRate = jobsPerSecond;
        return this;
    }

    /** How long a new worker takes until it serves, in whole seconds, zero or more. */
    public Simulation startUp(Duration startUp) {
        this.startUp = Rules.wholeSeconds("startUp", startUp, 0);
        return this;
    }

    /** How often the policy is asked, in whole seconds, one or more. */
    public Simulation tick(Duration tick) {
        this.tick = Rules.wholeSeconds("tick", tick, 1);
        return this;
    }

    /** The objective: a minute in which more than 5 % of the arriving jobs wait longer than this is violated. */
    public Simulation sloWait(Duration wait) {
        require(!wait.isNegative(), "sloWait must be >= 0, was " + wait);
        this.sloWait = wait.getSeconds() + wait.getNano() / 1e9;
        return this;
    }

    /** Changes what the policy is shown; several do so in the order in which they were given. */
    public Simulation disturbed(Disturbance disturbance) {
        disturbances.add(requireNonNull(disturbance, "disturbance"));
        return this;
    }

    /**
     * When decisions are carried out, by the time since the start; by default always. While they are not, automation is
     * off or every act fails, and the policy remembers what it would in production.
     */
    public Simulation automatedWhile(Predicate<Duration> elapsed) {
        this.automated = requireNonNull(elapsed, "elapsed");
        return this;
    }

    /** Runs the whole workload. What still waits at its end is served by the workers that are ready then. */
    public <S> SimulationReport run(ScalePolicy<S> policy) {
        return new Run<>(
                        new Run.Setting(
                                workload,
                                seed,
                                workers.orElseGet(this::enoughAtFirst),
                                serviceRate,
                                startUp,
                                tick,
                                sloWait,
                                List.copyOf(disturbances),
                                automated),
                        policy)
                .toTheEnd();
    }

    private int enoughAtFirst() {
        return Math.max(1, (int) Math.ceil(workload.rateIn(0) / serviceRate / 0.7));
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
