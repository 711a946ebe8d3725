package ai.levqor.ops.engine;

import java.time.Instant;
import java.util.List;

/**
 * How the autopilot fares.
 *
 * @param status the worst that matters: {@code DOWN} if it cannot decide or act at all
 * @param at when it was judged
 * @param sources each source
 */
public record Health(SourceHealth.Status status, Instant at, List<SourceHealth> sources) {

    public Health {
        sources = List.copyOf(sources);
    }
}
