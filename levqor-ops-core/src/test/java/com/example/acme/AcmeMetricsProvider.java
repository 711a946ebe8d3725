package com.example.acme;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.metrics.MetricsSourceProvider;
import ai.levqor.ops.spi.metrics.Outcomes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What somebody else would write: it knows the SPI and nothing more. */
public final class AcmeMetricsProvider implements MetricsSourceProvider {

    @Override
    public String id() {
        return "acme";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of("ACME_URL", "ACME_KEY");
    }

    @Override
    public MetricsSource create(Settings settings) {
        try {
            return new AcmeMetrics(new URI(settings.require("ACME_URL")));
        } catch (URISyntaxException e) {
            throw new ConfigurationException("ACME_URL must be a URL", e);
        }
    }

    /** Would ask its server; an idle one, here. */
    public record AcmeMetrics(URI url) implements MetricsSource {
        @Override
        public MetricsSample sample() {
            return new MetricsSample(Instant.EPOCH, 0, Optional.empty(), Outcomes.NONE);
        }
    }
}
