package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incidents: a line each on the disk, the last ones in memory. A line that cannot be written waits in memory and is
 * written with the next, so a full disk delays the log and loses nothing that fits in memory.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class IncidentLog {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentLog.class);

    private final int most;
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final Question<Boolean> write;
    private final Question<List<ObjectNode>> read;
    private final Deque<RecoveryReport> newestFirst = new ArrayDeque<>();
    private final Deque<ObjectNode> unwritten = new ArrayDeque<>();
    private volatile Optional<ObjectNode> next = Optional.empty();
    private boolean known;

    /**
     * @param most incidents that are kept in memory, one or more
     */
    IncidentLog(LineLog lines, int most, DeadlineCaller caller, FaultLog faults) {
        this.most = most;
        this.caller = caller;
        this.faults = faults;
        this.read = new Question<>("incidents", () -> lines.tail().apply(most));
        this.write = new Question<>("incidents", () -> {
            next.ifPresent(lines.append());
            return true;
        });
    }

    /** Keeps an incident, and writes its line and those that could not be written before. */
    synchronized void append(RecoveryReport report) {
        learn();
        remember(report);
        unwritten.addLast(IncidentJson.incident(report));
        if (unwritten.size() > most) {
            unwritten.removeFirst();
            LOG.error("an incident was not written: the incident log has failed for too long");
        }
        flush();
    }

    /** Writes what could not be written before. */
    synchronized void flush() {
        while (!unwritten.isEmpty()) {
            next = Optional.of(unwritten.getFirst());
            if (!(caller.ask(write) instanceof Answer.Given)) {
                faults.fault("incidents", write.answer());
                return;
            }
            unwritten.removeFirst();
            faults.over("incidents");
        }
    }

    /** The last incidents, newest first. */
    synchronized List<RecoveryReport> newest(int limit) {
        learn();
        return newestFirst.stream().limit(limit).toList();
    }

    /** What became of an incident for good; empty if it is not among the last ones. */
    synchronized Optional<RecoveryReport> settled(String incidentId) {
        learn();
        return newestFirst.stream()
                .filter(report -> report.incidentId().equals(incidentId) && report.settles())
                .findFirst();
    }

    private void remember(RecoveryReport report) {
        if (newestFirst.size() == most) {
            newestFirst.removeLast();
        }
        newestFirst.addFirst(report);
    }

    /** Reads what earlier processes have written, once it can be read. */
    private void learn() {
        if (known) {
            return;
        }
        if (caller.ask(read) instanceof Answer.Given<List<ObjectNode>> lines) {
            known = true;
            var before = List.copyOf(newestFirst);
            newestFirst.clear();
            lines.value().stream()
                    .flatMap(line -> report(line).stream())
                    .filter(report -> !before.contains(report))
                    .forEach(this::remember);
            for (int i = before.size() - 1; i >= 0; i--) {
                remember(before.get(i));
            }
        } else {
            faults.fault("incidents", read.answer());
        }
    }

    private static Optional<RecoveryReport> report(ObjectNode line) {
        try {
            return Optional.of(IncidentJson.incident(line));
        } catch (IllegalArgumentException e) {
            LOG.warn("a line of the incident log is no incident and is passed over");
            LOG.debug("the line's fault", e);
            return Optional.empty();
        }
    }
}
