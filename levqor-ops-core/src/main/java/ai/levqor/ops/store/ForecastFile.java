package ai.levqor.ops.store;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that holds one JSON object, the last one written: replaced whole or not at all, whatever ends the process.
 *
 * <p><b>Threading:</b> safe for many threads and processes.
 */
public final class ForecastFile {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_BYTES = 1024 * 1024;

    private final AtomicFile file;

    /** A file that need not be there; its folder is made if need be. */
    public ForecastFile(Path path) {
        this.file = new AtomicFile(requireNonNull(path, "path"), MOST_BYTES);
    }

    /**
     * What was written last; empty if nothing was.
     *
     * @throws UnavailableException if it cannot be read, or is no JSON object
     */
    public Optional<ObjectNode> read() {
        try {
            var content = file.read();
            if (content.isEmpty()) {
                return Optional.empty();
            }
            if (JSON.readTree(content.get()) instanceof ObjectNode forecast) {
                return Optional.of(forecast);
            }
        } catch (JsonProcessingException e) {
            throw new UnavailableException(file.name() + " is damaged; the next forecast replaces it");
        } catch (IOException e) {
            throw Disk.unavailable(file.name() + " cannot be read", e);
        }
        throw new UnavailableException(file.name() + " is damaged; the next forecast replaces it");
    }

    /**
     * Replaces what is there.
     *
     * @throws UnavailableException if it cannot be written; then the old one stays
     */
    public void write(ObjectNode forecast) {
        try {
            var bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(forecast);
            file.update(current -> Optional.of(bytes));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
