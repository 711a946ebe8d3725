package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.summary.SummaryMark.Phase;
import ai.levqor.ops.spi.host.SummaryMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run that holds the date: sends by each outlet that has not sent, writes the line, and settles. Used once. */
final class SummaryRound {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryRound.class);

    private final DailySummary summary;
    private final ObjectNode json;
    private final SummaryMessage message;
    private final List<SummaryOutlet> outlets;
    private final Consumer<ObjectNode> lines;
    private final Predicate<SummaryMark> keeper;
    private final Clock clock;
    private final List<String> sent = new ArrayList<>();
    private boolean interrupted;

    /**
     * @param keeper writes how far it has come; {@code false} if somebody else holds the date
     */
    SummaryRound(
            DailySummary summary,
            List<SummaryOutlet> outlets,
            Consumer<ObjectNode> lines,
            Predicate<SummaryMark> keeper,
            Clock clock) {
        this.summary = summary;
        this.json = SummaryJson.of(summary);
        this.message = new SummaryMessage(
                summary.date(), SummaryText.title(summary), SummaryText.of(summary), json.toString());
        this.outlets = outlets;
        this.lines = lines;
        this.keeper = keeper;
        this.clock = clock;
    }

    /** An interrupt ends the sending, and not the settling: the claim is given back first. */
    Ending send(SummaryMark claim) {
        try {
            var mark = claim;
            for (var outlet : outlets) {
                if (!interrupted && !mark.told().contains(outlet.name())) {
                    mark = mark.telling(outlet.name(), clock.instant());
                    if (!keeper.test(mark)) {
                        return overtaken();
                    }
                    if (!sends(outlet)) {
                        mark = mark.without(outlet.name(), clock.instant());
                    }
                }
            }
            return settle(mark.written() || !writes() ? mark : mark.line());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean sends(SummaryOutlet outlet) {
        try {
            outlet.sending().send(message, summary.span().at());
            sent.add(outlet.name());
            return true;
        } catch (RuntimeException | Error e) {
            LOG.atWarn()
                    .addKeyValue("outlet", outlet.name())
                    .setCause(e)
                    .log("the summary was not sent by {}", outlet.name());
            return false;
        } finally {
            interrupted |= Thread.interrupted();
        }
    }

    private boolean writes() {
        try {
            lines.accept(json);
            return true;
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("the line of the summary was not written");
            return false;
        }
    }

    private Ending settle(SummaryMark mark) {
        var untold = outlets.stream()
                .map(SummaryOutlet::name)
                .filter(name -> !mark.told().contains(name))
                .toList();
        var done = untold.isEmpty() && mark.written();
        if (!keeper.test(mark.with(done ? Phase.SENT : Phase.OPEN, clock.instant()))) {
            return overtaken();
        }
        return new Ending(
                done ? Outcome.DONE : Outcome.FAILED,
                words(untold, mark.written()),
                List.of(new Count("sent", sent.size()), new Count("failed", untold.size())));
    }

    private String words(List<String> untold, boolean written) {
        if (!untold.isEmpty()) {
            return (interrupted ? "interrupted, " : "") + "not sent by " + String.join(", ", untold)
                    + "; the next run tries that again";
        }
        if (!written) {
            return "sent, but its line could not be written; the next run tries that again";
        }
        if (outlets.isEmpty()) {
            return "nobody is told: no channel";
        }
        return "sent by " + outlets.stream().map(SummaryOutlet::name).collect(Collectors.joining(", "));
    }

    private Ending overtaken() {
        return new Ending(
                Outcome.ELSEWHERE, "another instance has taken it over", List.of(new Count("sent", sent.size())));
    }
}
