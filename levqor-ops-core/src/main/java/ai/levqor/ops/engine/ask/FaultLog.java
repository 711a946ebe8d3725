package ai.levqor.ops.engine.ask;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts every fault, and logs one when it begins, when it changes, and when it is over: a source that is away for a
 * night writes two lines, not six thousand.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    private final Consumer<String> counter;
    private final Map<String, String> standing = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param counter is told the name of what failed, each time
     */
    public FaultLog(Consumer<String> counter) {
        this.counter = counter;
    }

    public void fault(String name, String detail, Optional<Throwable> cause) {
        if (closed) {
            return;
        }
        counter.accept(name);
        if (!detail.equals(standing.put(name, detail))) {
            LOG.atWarn()
                    .addKeyValue("source", name)
                    .setCause(cause.orElse(null))
                    .log("{} is not well: {}", name, detail);
        }
    }

    /** An answer that is none. */
    public void fault(String name, Answer<?> answer) {
        if (answer instanceof Answer.Failed<?> failed) {
            fault(name, "failed", Optional.of(failed.cause()));
        } else {
            fault(name, "late", Optional.empty());
        }
    }

    /** Counts and logs no fault from now on: what is cut short by a close is none. */
    public void close() {
        closed = true;
    }

    /** What is not well now, by name. */
    public Map<String, String> standing() {
        return Map.copyOf(standing);
    }

    public void over(String name) {
        if (standing.remove(name) != null) {
            LOG.atInfo().addKeyValue("source", name).log("{} is well again", name);
        }
    }
}
