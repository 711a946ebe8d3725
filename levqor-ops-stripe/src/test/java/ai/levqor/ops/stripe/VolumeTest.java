package ai.levqor.ops.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VolumeTest {

    @Test
    @DisplayName("20,000 charges are read by a JVM of 32 MB in all: pages are added up and dropped")
    void manyInLittle() throws Exception {
        try (var stripe = new FakeStripe()) {
            stripe.with(Volume.charges(20_000));

            var outcome = Volume.child(stripe, "charges", 32);

            assertThat(outcome.said()).startsWith("sum 20000.00, ");
            assertThat(outcome.exit()).isZero();
            assertThat(stripe.requests).hasSize(200);
        }
    }
}
