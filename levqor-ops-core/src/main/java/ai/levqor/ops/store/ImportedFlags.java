package ai.levqor.ops.store;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.state.FencedFlagStore;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flags that live elsewhere, and begin as those of a flags file that was used before. The file is read once, when the store
 * holds none yet, and stays as it is; from then on the store alone counts. A file that is bad is not taken over.
 *
 * <p><b>Threading:</b> safe for many threads. Of several instances that begin at once, one takes the file over.
 */
public final class ImportedFlags implements FencedFlagStore, SelfCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ImportedFlags.class);

    private final FlagStore kept;
    private final Path file;
    private volatile boolean done;

    /**
     * @param kept where the flags live
     * @param file the flags file, which need not be there
     */
    public ImportedFlags(FlagStore kept, Path file) {
        this.kept = requireNonNull(kept, "kept");
        this.file = requireNonNull(file, "file");
    }

    @Override
    public FlagReading read() {
        var reading = kept.read();
        if (done) {
            return reading;
        }
        if (reading.stored() || !Files.exists(file)) {
            done = true;
            return reading;
        }
        var found = new FileFlagStore(file).read();
        if (found.problem().isPresent()) {
            LOG.warn(
                    "the flags of {} are not taken over: {}",
                    file.getFileName(),
                    found.problem().get());
            done = true;
            return reading;
        }
        if (kept.compareAndSet(reading, found.flags())) {
            LOG.info("the flags of {} were taken over; the file is not read any more", file.getFileName());
        }
        done = true;
        return kept.read();
    }

    @Override
    public boolean compareAndSet(FlagReading expected, Flags next) {
        return kept.compareAndSet(expected, next);
    }

    /** Fenced, if the flags live in a store that knows of leases. */
    @Override
    public boolean compareAndSet(FlagReading expected, Flags next, Lease under) {
        return kept instanceof FencedFlagStore fenced
                ? fenced.compareAndSet(expected, next, under)
                : kept.compareAndSet(expected, next);
    }

    @Override
    public void selfCheck() {
        if (kept instanceof SelfCheck check) {
            check.selfCheck();
        }
    }
}
