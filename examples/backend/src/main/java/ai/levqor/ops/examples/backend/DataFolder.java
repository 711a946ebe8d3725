package ai.levqor.ops.examples.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Where a run keeps its flags, its admin token and its logs.
 *
 * @param path absolute
 */
record DataFolder(Path path) {

    private static final String FIRST_FLAGS = """
            {
              "WORKER_COUNT": 2,
              "AUTOSCALE_ENABLED": true,
              "INCIDENT_AUTORECOVER": true,
              "NEW_QUEUE_ENABLED": false
            }
            """;

    DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    Path flags() {
        return path.resolve("config/flags.json");
    }

    Path token() {
        return path.resolve("admin-token");
    }

    Path logs() {
        return path.resolve("logs");
    }

    /** Makes the folders, and flags that let the autopilot act. Flags that are there already stay as they are. */
    void prepare() throws IOException {
        Files.createDirectories(path.resolve("config"));
        Files.createDirectories(logs());
        if (Files.notExists(flags())) {
            moveInto(flags(), FIRST_FLAGS);
        }
    }

    /** Makes a token for this run, and writes it where only this user can read it. */
    String newToken() throws IOException {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        moveInto(token(), token + "\n");
        return token;
    }

    /** Writes beside the file first; a temporary file is readable by this user alone, and stays so. */
    private static void moveInto(Path file, String content) throws IOException {
        var temporary = Files.createTempFile(file.getParent(), ".new", "");
        Files.writeString(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
