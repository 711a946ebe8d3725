package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.recovery.RecoveryReason;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    @DisplayName("the summary counts recoveries, what was redriven, and an order that is nowhere as lost")
    void summary() {
        tally.incident(IncidentReports.running("a"));
        tally.incident(IncidentReports.recovered("a", 40, 0));
        tally.incident(IncidentReports.refused("b", RecoveryReason.COOLING_DOWN));
        tally.incident(IncidentReports.recovered("c", 2, 3));

        var summary = tally.summary(
                Duration.ofSeconds(190),
                new LoadDriver.Sent(100, 0, 0),
                new Balance(new OrderDesk.Stats(100, 93, 0, 43, 39), 2, 3));

        assertThat(summary)
                .isEqualTo("SUMMARY 3:10 min: 0 scale-up, 0 cost freeze, 0 scale-down, 2 recovery; 100 requests"
                        + " (0 failed, 0 held back), highest P95 0 ms; jobs: 43 failed, 42 redriven, 39 recovered,"
                        + " 3 quarantined, 2 waiting, 93 done, 2 lost, 0 done twice");
    }
}
