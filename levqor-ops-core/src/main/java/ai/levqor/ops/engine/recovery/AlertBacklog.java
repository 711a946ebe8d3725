package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.recovery.AlertOutbox.Result;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The alerts that wait, and how many got lost since people were last told so. Whoever calls a method holds its lock. */
final class AlertBacklog {
    static final int MOST_PENDING = 100;
    static final int MOST_IN_ONE = 20;
    static final int MOST_REMEMBERED = 1000;

    private final ArrayDeque<Alert> pending = new ArrayDeque<>();
    private final Set<Phase> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Phase, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });
    private int lost;
    private int inHand;

    /** A phase of an incident. */
    private record Phase(String incident, String name) {}

    /**
     * One message of several alerts.
     *
     * @param alert what is sent
     * @param alerts how many alerts it stands for
     * @param lost how many lost ones it tells of
     */
    record Message(Alert alert, int alerts, int lost) {}

    /** What happened to it, or to the oldest because of it; empty if it only waits. */
    Optional<Result> add(String phase, Alert alert) {
        if (!alert.incident().isEmpty() && !seen.add(new Phase(alert.incident(), phase))) {
            return Optional.of(Result.SUPPRESSED);
        }
        pending.add(alert);
        if (pending.size() <= MOST_PENDING) {
            return Optional.empty();
        }
        pending.remove();
        lost++;
        return Optional.of(Result.DROPPED);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Takes the oldest, at least one, as one message. */
    Message take() {
        var alerts = new ArrayList<Alert>();
        while (!pending.isEmpty() && alerts.size() < MOST_IN_ONE) {
            alerts.add(pending.remove());
        }
        inHand = alerts.size();
        return new Message(together(alerts), inHand, lost);
    }

    /** What became of the message that was taken. */
    void settle(Message message, boolean sent) {
        lost += sent ? -message.lost() : message.alerts();
        inHand = 0;
    }

    /** Gives up what waits, and says how many that were. */
    int giveUp() {
        var waiting = pending.size();
        pending.clear();
        lost += waiting;
        return waiting;
    }

    /** How many were lost that nobody was told of, and how many may be. */
    int untold() {
        return lost + inHand;
    }

    private Alert together(List<Alert> alerts) {
        var first = alerts.get(0);
        var severity = alerts.stream()
                .map(Alert::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.INFO);
        var lines = new ArrayList<String>();
        if (lost > 0) {
            lines.add(lost + (lost == 1 ? " more alert was not sent" : " more alerts were not sent"));
        }
        if (alerts.size() == 1) {
            lines.add(first.text());
        }
        alerts.stream().skip(1).map(AlertBacklog::line).forEach(lines::add);
        return new Alert(first.at(), severity, first.incident(), first.title(), String.join("\n", lines));
    }

    private static String line(Alert alert) {
        var about = alert.incident().isEmpty() ? "" : ", " + alert.incident();
        return alert.severity() + " " + alert.title() + about;
    }
}
