package ai.levqor.ops.examples.backend;

import static ai.levqor.ops.examples.backend.IncidentReports.planned;
import static ai.levqor.ops.examples.backend.IncidentReports.recovered;
import static ai.levqor.ops.examples.backend.IncidentReports.refused;
import static ai.levqor.ops.examples.backend.IncidentReports.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IncidentFeedTest {

    private final List<RecoveryReport> newestFirst = new ArrayList<>(List.of(recovered("of-an-earlier-run", 1, 0)));
    private final List<RecoveryReport> told = new ArrayList<>();
    private final IncidentFeed feed =
            new IncidentFeed(most -> newestFirst.stream().limit(most).toList(), told::add);

    @Test
    @DisplayName("an incident is told when it has begun and when it is over, once each, and none of an earlier run")
    void beganAndOver() {
        newestFirst.add(0, running("a"));
        feed.look();
        feed.look();
        newestFirst.set(0, recovered("a", 7, 0));
        feed.look();
        feed.look();

        assertThat(told).containsExactly(running("a"), recovered("a", 7, 0));
    }

    @Test
    @DisplayName("several since the last look are told in the order they came")
    void inOrder() {
        newestFirst.add(0, recovered("a", 7, 0));
        newestFirst.add(0, running("b"));
        feed.look();

        assertThat(told).containsExactly(recovered("a", 7, 0), running("b"));
    }

    @Test
    @DisplayName("a refusal that stands is told once; after a recovery, or for another reason, it is told again")
    void refusals() {
        newestFirst.add(0, refused("a", RecoveryReason.COOLING_DOWN));
        newestFirst.add(0, refused("b", RecoveryReason.COOLING_DOWN));
        feed.look();
        newestFirst.add(0, refused("c", RecoveryReason.COOLING_DOWN));
        feed.look();
        newestFirst.add(0, refused("d", RecoveryReason.LATCHED));
        newestFirst.add(0, recovered("e", 7, 0));
        newestFirst.add(0, refused("f", RecoveryReason.LATCHED));
        feed.look();

        assertThat(told).extracting(RecoveryReport::incidentId).containsExactly("a", "d", "e", "f");
    }

    @Test
    @DisplayName("a dry run is no news")
    void dryRuns() {
        newestFirst.add(0, planned("a"));
        feed.look();

        assertThat(told).isEmpty();
    }
}
