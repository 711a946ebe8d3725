package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.summary.SummaryMark.Phase;
import ai.levqor.ops.spi.UnavailableException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Sends the summary of the day: once for a date, however often it runs and on how many instances. A run composes it, claims
 * the date in the state store, sends it by each outlet, writes a line, and settles the date.
 *
 * <pre>
 * an outlet that fails                   the claim is given back, and the next run sends by that outlet alone
 * killed before the claim                nothing was sent; the next run sends
 * killed between the claim and an outlet another run takes over after 45 s, and sends by those that were not begun
 * killed while an outlet sends           that outlet is not asked again: each sends at most once for a kill
 * killed before the date is settled      no outlet is asked again; the line is written again: at least once
 * </pre>
 *
 * <p>An outlet that threw is asked again, and may send twice if it threw although it had sent: an {@link
 * ai.levqor.ops.spi.host.AlertChannel} may not know. A run by hand in the morning takes the date, too.
 *
 * <p><b>Threading:</b> run by one thread at a time; a rehearsal may come at any time.
 */
public final class SummaryWork implements Job.Work {
    /** What the job is asked for by. */
    public static final String NAME = "ops-summary";

    /** Where the fleet remembers which date was sent. */
    public static final String STATE_KEY = "summary";

    /** Longer than an outlet may take, and shorter than the scheduler waits for an instance that is silent. */
    private static final Duration LEASE = Duration.ofSeconds(45);

    private final SummaryComposer composer;
    private final SummarySetup setup;
    private final List<SummaryOutlet> outlets;
    private final Consumer<ObjectNode> lines;
    private final Memory<SummaryMark> memory;
    private final Clock clock;
    private final String owner = UUID.randomUUID().toString();

    /**
     * @param outlets how it reaches people; without any, it is written to the log alone
     * @param lines writes a line to the log; what it throws means that it is not written
     * @param context what it lives in
     */
    public SummaryWork(
            SummarySetup setup,
            SummarySources sources,
            List<SummaryOutlet> outlets,
            Consumer<ObjectNode> lines,
            SummaryContext context) {
        this.setup = setup;
        this.composer = new SummaryComposer(setup, sources);
        this.outlets = List.copyOf(outlets);
        this.lines = lines;
        this.clock = context.clock();
        this.memory = new Memory<>(
                STATE_KEY, SummaryMark.NONE, SummaryMark.CODEC, context.state(), context.caller(), context.faults());
        if (outlets.stream().map(SummaryOutlet::name).distinct().count() < outlets.size()) {
            throw new IllegalArgumentException("each outlet must have a name of its own, were "
                    + outlets.stream().map(SummaryOutlet::name).toList());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String failure() {
        return "the summary could not be sent";
    }

    /** The title and the text of a summary of now. Sends nothing, and takes no date. */
    @Override
    public Optional<Ending> rehearse() {
        var summary = composer.at(clock.instant());
        return Optional.of(
                new Ending(Outcome.DONE, SummaryText.title(summary) + "\n" + SummaryText.of(summary), List.of()));
    }

    @Override
    public Ending run(Consumer<JobProgress> progress) {
        var now = clock.instant();
        var date = now.atZone(setup.zone()).toLocalDate();
        var before = memory.load();
        requireStore();
        var settled = settled(before, date, now);
        if (settled.isPresent()) {
            return settled.get();
        }
        progress.accept(new JobProgress("composing", 0, 0));
        var summary = composer.at(now);
        var claim = claim(before, date);
        if (!memory.save(claim)) {
            requireStore();
            return elsewhere();
        }
        progress.accept(new JobProgress("sending", 0, outlets.size()));
        return new SummaryRound(summary, outlets, lines, this::keep, clock).send(claim);
    }

    /** Whether it was kept; {@code false} if another instance has taken the date over. */
    private boolean keep(SummaryMark mark) {
        if (memory.save(mark)) {
            return true;
        }
        requireStore();
        return false;
    }

    private void requireStore() {
        if (!memory.usable()) {
            throw new UnavailableException("the state store does not answer, so that nobody knows what was sent");
        }
    }

    /** What there is to say if there is nothing to do; a clock that is a day behind sends no old summary. */
    private Optional<Ending> settled(SummaryMark mark, LocalDate date, Instant now) {
        if (mark.date().equals(date.plusDays(1))) {
            return Optional.of(new Ending(Outcome.SKIPPED, "one of a later date was sent already", List.of()));
        }
        if (!mark.date().equals(date)) {
            return Optional.empty();
        }
        return switch (mark.phase()) {
            case SENT -> Optional.of(new Ending(Outcome.DONE, "was sent already at " + mark.at(), List.of()));
            case BEGUN -> isHeld(mark, now) ? Optional.of(elsewhere()) : Optional.empty();
            case OPEN -> Optional.empty();
        };
    }

    /** One that this instance has begun and not ended is held by nobody: one run at a time is under way here. */
    private boolean isHeld(SummaryMark mark, Instant now) {
        return !mark.owner().equals(owner)
                && Duration.between(mark.at(), now).abs().compareTo(LEASE) < 0;
    }

    private static Ending elsewhere() {
        return new Ending(Outcome.ELSEWHERE, "another instance is sending it", List.of(new Count("sent", 0)));
    }

    private SummaryMark claim(SummaryMark before, LocalDate date) {
        var goesOn = before.date().equals(date);
        Set<String> told = goesOn ? new HashSet<>(before.told()) : Set.of();
        return new SummaryMark(date, Phase.BEGUN, clock.instant(), owner, told, goesOn && before.written());
    }
}
