package ai.levqor.ops.billing;

import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("costs of OpenAI")
class OpenAiCostsContractTest extends BillingSourceContract {
    private final CostsServer openAi = new CostsServer(60);
    private final OpenAiCosts costs = new OpenAiCosts(openAi.server.url(), "sk-admin-made-up");

    OpenAiCostsContractTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        openAi.close();
    }

    @Override
    protected BillingSource source() {
        return costs;
    }

    @Override
    protected void givenCost(LocalDate day, BigDecimal amount) {
        openAi.cost(day, amount);
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(openAi::goDown);
    }

    @Override
    protected Optional<Runnable> stall() {
        return Optional.of(openAi::goSilent);
    }
}
