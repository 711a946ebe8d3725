package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Tells people what happens to incidents: when a recovery begins, when it ends, when a guard keeps the watchdog from
 * one, and when the objectives are met again. A refusal that stands is told once.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class IncidentNews {
    private final BiConsumer<String, Alert> out;
    private Optional<RecoveryReason> toldRefusal = Optional.empty();
    private boolean alarmed;

    /**
     * @param out takes the phase of the incident and what there is to say; never blocks
     */
    IncidentNews(BiConsumer<String, Alert> out) {
        this.out = out;
    }

    void began(RecoveryReport report) {
        say("began", Severity.WARNING, report, "Recovery began");
    }

    void ended(RecoveryReport report, boolean latched) {
        var severity = report.ok() ? Severity.INFO : Severity.CRITICAL;
        say(
                "ended",
                latched ? Severity.CRITICAL : severity,
                report,
                switch (report.outcome()) {
                    case RECOVERED -> "Recovered";
                    case PARTLY -> "Recovered in part";
                    case FAILED -> "Recovery failed";
                    case CANCELLED -> "Recovery cancelled";
                    case INTERRUPTED -> "Recovery interrupted";
                    case STORE_FAILED -> "No recovery: the state store is away";
                    default -> "Nothing to do";
                });
        if (latched) {
            say("latched", Severity.CRITICAL, report, "Automatic recovery is latched until a person releases it");
        }
    }

    synchronized void refused(RecoveryReport report) {
        if (report.request().origin() == Origin.WATCHDOG && !toldRefusal.equals(Optional.of(report.reason()))) {
            toldRefusal = Optional.of(report.reason());
            say("refused", Severity.CRITICAL, report, "Objectives missed, and no recovery");
        }
    }

    /** The watchdog's alarm stands. */
    synchronized void alarm() {
        alarmed = true;
    }

    /** The objectives are met. */
    synchronized void calm(Instant at) {
        toldRefusal = Optional.empty();
        if (alarmed) {
            alarmed = false;
            out.accept("calm", new Alert(at, Severity.INFO, "calm-" + at.getEpochSecond(), "Objectives met again", ""));
        }
    }

    private void say(String phase, Severity severity, RecoveryReport report, String title) {
        var at = report.endedAt().orElse(report.at());
        out.accept(phase, new Alert(at, severity, report.incidentId(), title, RecoveryWords.of(report)));
    }
}
