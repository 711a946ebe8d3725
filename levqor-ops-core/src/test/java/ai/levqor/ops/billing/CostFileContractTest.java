package ai.levqor.ops.billing;

import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("costs in a file")
class CostFileContractTest extends BillingSourceContract {
    private final Path path;
    private final CostFile file;

    CostFileContractTest(@TempDir Path folder) {
        this.path = folder.resolve("costs.csv");
        this.file = CostFiles.of(path);
    }

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(path, "date,amount\n");
    }

    @Override
    protected BillingSource source() {
        return file;
    }

    @Override
    protected void givenCost(LocalDate day, BigDecimal amount) {
        try {
            Files.writeString(path, day + "," + amount + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(() -> {
            try {
                Files.delete(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A file never stalls, but reading it is given up between two rows. */
    @Override
    protected Optional<Runnable> stall() {
        return Optional.of(() -> {});
    }
}
