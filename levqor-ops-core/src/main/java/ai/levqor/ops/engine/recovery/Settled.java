package ai.levqor.ops.engine.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of the last incidents for good, shared by every instance, so that none of them runs one again. It takes
 * half of the room that a state has at the most: what is oldest gives way first, and refusals, of which nobody has to
 * fear a second one, never take the place of more than a few recoveries. A report that is too large for it is kept by
 * the log alone.
 *
 * @param newestFirst each {@linkplain RecoveryReport#settles settled}, each name once
 */
record Settled(List<RecoveryReport> newestFirst) {
    /** The most incidents. */
    static final int MOST = 32;

    /** The most of them that were refused. */
    static final int MOST_REFUSED = 8;

    /** The most bytes of all their reports. */
    static final int MOST_BYTES = StateStore.MOST_BYTES / 2;

    static final Settled NONE = new Settled(List.of());

    Settled {
        newestFirst = List.copyOf(newestFirst);
    }

    /** What became of an incident for good; empty if it is not among the last ones. */
    Optional<RecoveryReport> of(String incidentId) {
        return newestFirst.stream()
                .filter(report -> report.incidentId().equals(incidentId))
                .findFirst();
    }

    /** With this one, if it is what became of its name for good. */
    Settled with(RecoveryReport report) {
        if (!report.settles()) {
            return this;
        }
        var others = newestFirst.stream().filter(other -> !other.incidentId().equals(report.incidentId()));
        var kept = new ArrayList<RecoveryReport>();
        var refused = 0;
        var bytes = 0;
        for (var each : Stream.concat(Stream.of(report), others).toList()) {
            var size = IncidentJson.incident(each).toString().getBytes(UTF_8).length;
            var refusal = each.outcome() == RecoveryOutcome.REFUSED;
            if (kept.size() < MOST && bytes + size <= MOST_BYTES && !(refusal && refused == MOST_REFUSED)) {
                kept.add(each);
                bytes += size;
                refused += refusal ? 1 : 0;
            }
        }
        return new Settled(kept);
    }
}
