package ai.levqor.ops.examples.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** A folder for the files of one measurement. */
final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    TemporaryFolder() throws IOException {
        this.path = Files.createTempDirectory("levqor-benchmark");
    }

    /** The settings that keep every file in it. */
    Map<String, String> settings() {
        return Map.of(
                "OPS_FLAGS_FILE", path.resolve("flags.json").toString(),
                "OPS_STATE_DIR", path.resolve("state").toString(),
                "OPS_LOG_DIR", path.resolve("logs").toString());
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
