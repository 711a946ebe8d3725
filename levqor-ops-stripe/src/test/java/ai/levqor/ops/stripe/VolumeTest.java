package ai.levqor.ops.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VolumeTest {

    @Test
    @DisplayName("100,000 transactions are read by a JVM of 64 MB in all")
    void manyInLittle() throws Exception {
        try (var stripe = new FakeStripe()) {
            stripe.with(Volume.transactions(100_000));

            var outcome = Volume.child(stripe, "fees", 64);

            assertThat(outcome.said()).startsWith("sum 1000.00, ");
            assertThat(outcome.exit()).isZero();
            assertThat(stripe.requests).hasSize(1000);
        }
    }
}
