package ai.levqor.ops.engine.verify;

import static java.util.stream.Collectors.joining;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.state.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tells people when checks begin to fail, when others fail than those they were told of, and when all is well again: one
 * alert for a run. What they were told last is kept in the state store, for the instance that checks the next night.
 *
 * <p><b>Threading:</b> told by one thread at a time.
 */
public final class IntegrityNews implements Consumer<IntegrityReport> {
    private static final String KEY = "integrity";
    private static final int MOST_NAMED = 3;

    private final Consumer<Alert> alerts;
    private final Memory<Set<String>> told;
    private Optional<Set<String>> unsaved = Optional.empty();

    /**
     * News that were not told yet.
     *
     * @param alerts takes what there is to say; never blocks
     * @param state keeps what was said; while it is away, memory does
     */
    public IntegrityNews(Consumer<Alert> alerts, StateStore state, DeadlineCaller caller, FaultLog faults) {
        this.alerts = alerts;
        this.told = new Memory<>(KEY, Set.of(), new Names(), state, caller, faults);
    }

    @Override
    public void accept(IntegrityReport report) {
        var failing = new TreeSet<String>();
        report.failing().forEach(check -> failing.add(check.name()));
        var saved = told.load();
        var known = unsaved.orElse(saved);
        if (!known.equals(failing)) {
            alerts.accept(failing.isEmpty() ? wellAgain(report) : failing(report));
        }
        unsaved = saved.equals(failing) || told.save(failing) ? Optional.empty() : Optional.of(failing);
    }

    private static Alert failing(IntegrityReport report) {
        var failing = report.failing();
        var more = failing.size() > MOST_NAMED ? " and " + (failing.size() - MOST_NAMED) + " more" : "";
        return alert(
                report,
                Severity.WARNING,
                failing.stream()
                        .limit(MOST_NAMED)
                        .map(Checked::name)
                        .collect(joining(", ", "Integrity check failed: ", more)),
                failing.stream()
                        .map(check -> check.name() + ": " + check.finding().detail())
                        .collect(joining("\n")));
    }

    private static Alert wellAgain(IntegrityReport report) {
        return alert(report, Severity.INFO, "Integrity check passed again", "");
    }

    private static Alert alert(IntegrityReport report, Severity severity, String title, String text) {
        var at = report.computedAt();
        return new Alert(at, severity, "integrity-" + at.getEpochSecond(), title, text);
    }

    /** Names of checks, one a line. */
    private static final class Names implements StateCodec<Set<String>> {
        @Override
        public String encode(Set<String> names) {
            return String.join("\n", names);
        }

        @Override
        public Set<String> decode(String text) {
            return text.isEmpty() ? Set.of() : new TreeSet<>(List.of(text.split("\n", -1)));
        }
    }
}
