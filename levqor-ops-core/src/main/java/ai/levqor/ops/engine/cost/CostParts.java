package ai.levqor.ops.engine.cost;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.billing.BillingSource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * What costs are read from, and where the forecast is written.
 *
 * @param sources each of another name
 * @param file takes the forecast of the job, whole or not at all
 */
public record CostParts(List<BillingSource> sources, Consumer<ObjectNode> file) {

    /** Copies the list. */
    public CostParts {
        requireNonNull(file, "file");
        sources = List.copyOf(sources);
    }
}
