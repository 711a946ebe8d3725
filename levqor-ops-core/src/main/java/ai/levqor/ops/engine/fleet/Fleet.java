package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.policy.fleet.Shares;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.fleet.FleetBoard.Posted;
import ai.levqor.ops.spi.metrics.HistogramSource.HistogramSample;
import ai.levqor.ops.spi.metrics.LatencyHistogram;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.queue.WorkerPool;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * This instance among the others: tells them what it sees, learns what they see, leads if it holds the lease, and knows its
 * share of the workers.
 *
 * <p>While the board does not answer, the instances seen last count as there, and for one length more, in which they can come
 * back; so no share changes. The signals of the fleet are unknown meanwhile, so that nothing is decided by half of them.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Fleet implements Standing, MetricsSource, AutoCloseable {
    /** The lease of whoever leads. */
    public static final String LEADER = "leader";

    private static final String NAME = "fleet";

    private final FleetSetup setup;
    private final FleetParts parts;
    private final FleetContext around;
    private final OwnSignals own;
    private final Leadership leadership;
    private final FleetMeters meters;
    private final Question<List<String>> post;
    private final Question<List<String>> look;
    private final Question<Boolean> leave;
    private final ReentrantLock beating = new ReentrantLock();
    private volatile List<String> instances = List.of();
    private volatile OptionalInt size = OptionalInt.empty();
    private volatile long posted;
    private volatile boolean everPosted;
    private volatile boolean closed;
    private volatile boolean away;
    private volatile boolean everBack;
    private volatile long back;

    /** An instance that has told nothing yet. */
    public Fleet(
            FleetSetup setup,
            FleetParts parts,
            MetricsSource metrics,
            Optional<MetricsSource> jobs,
            Optional<WorkerPool> workers,
            FleetContext around) {
        this.setup = setup;
        this.parts = parts;
        this.around = around;
        this.own = new OwnSignals(metrics, jobs, workers);
        this.leadership = new Leadership(setup, parts.leases(), around);
        this.post = new Question<>(NAME, () -> names(post(own.read().report())));
        this.look = new Question<>(NAME, parts.board()::instances);
        this.leave = new Question<>(NAME, () -> {
            parts.board().leave(setup.instance());
            return true;
        });
        this.meters = new FleetMeters(around.registry(), () -> instances.size(), leadership::holds);
    }

    /**
     * Renews what has to be renewed by now, and looks who is there. To be called every second; whoever comes while another is
     * at it leaves it to that one.
     *
     * @return whether other instances are there than before
     */
    public boolean beat() {
        if (closed || !beating.tryLock()) {
            return false;
        }
        try {
            leadership.beat();
            var due = !everPosted
                    || around.ticker().getAsLong() - posted
                            >= setup.renewEvery().toNanos();
            var answer = around.caller().ask(due ? post : look);
            if (!(answer instanceof Answer.Given<List<String>> given)) {
                around.faults().fault(NAME, answer);
                away = true;
                return false;
            }
            around.faults().over(NAME);
            if (away) {
                back = around.ticker().getAsLong();
                everBack = true;
                away = false;
            }
            return see(given.value());
        } finally {
            beating.unlock();
        }
    }

    /**
     * The signals of all instances together: the percentiles of all their requests, and all their outcomes. As old as the oldest
     * of them.
     *
     * @throws UnavailableException if the board does not answer, or the signals of one instance are unknown
     */
    @Override
    public MetricsSample sample() {
        var read = own.read();
        var all = post(read.report());
        var unused = see(names(all));
        var now = around.clock().instant();
        var reports = all.stream().map(it -> decoded(it, now)).toList();
        size = sizes(reports);
        var known =
                reports.stream().flatMap(report -> report.metrics().stream()).toList();
        if (known.size() < reports.size()) {
            throw new UnavailableException(
                    reports.size() - known.size() + " of " + reports.size()
                            + " instances do not know how they answer their requests",
                    read.fault().orElse(null));
        }
        return merged(known, now).sample();
    }

    private static HistogramSample merged(List<HistogramSample> samples, Instant now) {
        return new HistogramSample(
                samples.stream()
                        .map(HistogramSample::sampledAt)
                        .min(Instant::compareTo)
                        .orElse(now),
                LatencyHistogram.merged(
                        samples.stream().map(HistogramSample::latency).toList()),
                samples.stream().map(HistogramSample::outcomes).reduce(Outcomes.NONE, Outcomes::plus));
    }

    private static OptionalInt sizes(List<InstanceReport> reports) {
        return reports.stream().allMatch(report -> report.workers().isPresent())
                ? OptionalInt.of(reports.stream()
                        .mapToInt(report -> report.workers().getAsInt())
                        .sum())
                : OptionalInt.empty();
    }

    private List<Posted> post(InstanceReport report) {
        var begun = around.ticker().getAsLong();
        var all = parts.board()
                .post(
                        setup.instance(),
                        InstanceReportCodec.encode(report, around.clock().instant()),
                        setup.length());
        posted = begun;
        everPosted = true;
        return all;
    }

    private static InstanceReport decoded(Posted posted, Instant now) {
        try {
            return InstanceReportCodec.decode(posted.report(), now.minus(posted.age()));
        } catch (IllegalArgumentException e) {
            throw new UnavailableException("what " + posted.instance() + " tells of itself cannot be read", e);
        }
    }

    private static List<String> names(List<Posted> all) {
        return all.stream().map(Posted::instance).toList();
    }

    private boolean see(List<String> now) {
        var before = instances;
        var seen = returning() ? both(before, now) : now;
        instances = seen;
        return !seen.equals(before);
    }

    /** Whether the others may still be on their way back to a board that was away for all of them. */
    private boolean returning() {
        return away
                || (everBack
                        && around.ticker().getAsLong() - back < setup.length().toNanos());
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().sorted().toList();
    }

    @Override
    public boolean alone() {
        return false;
    }

    @Override
    public Optional<String> notActing() {
        return leadership.holds()
                ? Optional.empty()
                : Optional.of(leadership
                        .other()
                        .map(it -> "another instance leads: " + it)
                        .orElse("no instance is known to lead now"));
    }

    @Override
    public Optional<Lease> lease() {
        return leadership.lease();
    }

    @Override
    public OptionalInt share(int target) {
        var now = instances;
        var index = now.indexOf(setup.instance());
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(Shares.of(target, index, now.size()));
    }

    /** That of the flags, once they are stored; before, what all pools have together. */
    @Override
    public int workers(Optional<Integer> mine, Optional<FlagReading> flags) {
        var stored = flags.filter(FlagReading::stored).map(it -> it.flags().workerCount());
        return stored.orElseGet(() -> size.orElse(Flags.DEFAULTS.workerCount()));
    }

    /** The instances that are there, in order; as they were last seen. */
    public List<String> instances() {
        return instances;
    }

    /**
     * Asks the board who is there now.
     *
     * @throws UnavailableException if it does not answer
     */
    public List<String> onBoard() {
        return parts.board().instances();
    }

    /**
     * Asks who leads now.
     *
     * @throws UnavailableException if the leases do not answer
     */
    public Optional<String> leader() {
        return parts.leases().holder(LEADER).map(Lease::owner);
    }

    /** The name of this one. */
    public String instance() {
        return setup.instance();
    }

    /** Gives the lead back and leaves the board, if they answer in time. */
    @Override
    public void close() {
        closed = true;
        beating.lock();
        try {
            var last = new ArrayList<Question<?>>();
            leadership.givingUp().ifPresent(last::add);
            if (everPosted) {
                last.add(leave);
            }
            // What cannot be given back runs out by itself.
            around.caller().askAll(last);
            leadership.end();
            meters.close();
        } finally {
            beating.unlock();
        }
    }
}
