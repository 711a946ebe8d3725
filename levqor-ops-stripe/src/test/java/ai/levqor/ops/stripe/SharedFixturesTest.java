package ai.levqor.ops.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.levqor.ops.spi.billing.BillingSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Answers with every key that Stripe's have, where they are there. */
class SharedFixturesTest {
    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    @Test
    @DisplayName("of whole charges, those that are captured count by their settlements, the unexpanded one's asked for")
    void charges() throws IOException {
        var settlement = fixture("balance_transaction.fixture.json")
                .replace("\"amount\": 100", "\"amount\": 4900")
                .replace("\"created\": 1234567890", "\"created\": 1767265200");

        var amounts =
                amounts("charges", fixture("charges_list_page1.json"), settlement, fixture("charges_list_page2.json"));

        assertThat(amounts)
                .containsExactly(entry("2026-01-01 charges EUR", "25"), entry("2026-01-01 charges USD", "411.81"));
    }

    @Test
    @DisplayName("whole balance transactions of refunds and disputes are losses, with the fee of a dispute")
    void transactions() throws IOException {
        assertThat(amounts("fees", fixture("balance_transactions_refund_dispute.json")))
                .containsExactly(
                        entry("2026-01-02 refunds and disputes USD", "59"),
                        entry("2026-01-06 fees USD", "15 of 0"),
                        entry("2026-01-06 refunds and disputes USD", "129"));
    }

    @Test
    @DisplayName("an empty list costs nothing")
    void empty() throws IOException {
        assertThat(amounts("charges", fixture("charges_list_empty.json"))).isEmpty();
    }

    private static Map<String, String> amounts(String basis, String... answers) throws IOException {
        try (var stripe = new FakeStripe()) {
            Stream.of(answers).forEach(answer -> stripe.next.add(Answers.json(200, answer)));
            BillingSource source = new Sources().of(stripe, basis);

            var amounts = Sources.amounts(source.costs(LocalDate.parse("2025-12-20"), NOW));

            assertThat(stripe.requests).hasSize(List.of(answers).size());
            return amounts;
        }
    }

    private static String fixture(String name) throws IOException {
        var file = data().resolve("stripe").resolve(name);
        assumeTrue(Files.exists(file), () -> "there is no " + file);
        return Files.readString(file);
    }

    /** As given, or beside the repository; from its root, whichever module the test is started in. */
    private static Path data() {
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("verify_all.sh")))
                .findFirst()
                .orElse(here)
                .resolve(System.getProperty("levqor.data", "../shared/data"))
                .normalize();
    }
}
