package ai.levqor.ops.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.discovery.Catalog;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostFileProviderTest {
    @Test
    @DisplayName("the source is found and used as soon as a file is set, be it there or not")
    void isFound() {
        var catalog = Catalog.of(BillingSourceProvider.class, ServiceLoader.load(BillingSourceProvider.class));

        assertThat(catalog.configured(settings(Map.of()))).doesNotContain("cost-file");
        assertThat(catalog.configured(settings(Map.of("OPS_COST_FILE", "nowhere.csv"))))
                .contains("cost-file");
        assertThat(catalog.choose(Optional.of("cost-file"), settings(Map.of("OPS_COST_FILE", "nowhere.csv"))))
                .get()
                .isInstanceOf(CostFile.class);
    }

    @Test
    @DisplayName("rows that name no currency are in that of the setting")
    void currency(@TempDir Path folder) throws IOException {
        var path = Files.writeString(folder.resolve("costs.csv"), "date,amount\n2026-01-01,1\n");

        var source = new CostFileProvider()
                .create(settings(Map.of("OPS_COST_FILE", path.toString(), "OPS_CURRENCY", "gbp")));

        assertThat(CostFiles.lines(source.costs(CostFiles.FROM, CostFiles.NOW)))
                .containsExactly("2026-01-01 costs GBP 1");
    }

    @Test
    @DisplayName("a path and a currency that are none are mistakes")
    void mistakes() {
        assertThatThrownBy(() -> new CostFileProvider().create(settings(Map.of("OPS_COST_FILE", "a\u0000b"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("OPS_COST_FILE must be the path of a file");
        assertThatThrownBy(() -> new CostFileProvider()
                        .create(settings(Map.of("OPS_COST_FILE", "costs.csv", "OPS_CURRENCY", "dollars"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("OPS_CURRENCY must be");
    }

    private static Settings settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }
}
