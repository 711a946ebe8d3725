package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private final DataFolder data;

    DataFolderTest(@TempDir Path folder) {
        this.data = new DataFolder(folder.resolve("new/folder"));
    }

    @Test
    @DisplayName("the first start makes flags that let the autopilot act; a later one leaves them as they are")
    void flags() throws IOException {
        data.prepare();
        assertThat(data.flags())
                .content()
                .contains("\"WORKER_COUNT\": 2", "\"AUTOSCALE_ENABLED\": true", "\"INCIDENT_AUTORECOVER\": true");

        Files.writeString(data.flags(), "{\"AUTOSCALE_ENABLED\": false}");
        data.prepare();
        assertThat(data.flags()).hasContent("{\"AUTOSCALE_ENABLED\": false}");
    }

    @Test
    @DisplayName("each token is new, long enough, and readable by this user alone")
    void token() throws IOException {
        data.prepare();

        var first = data.newToken();
        var second = data.newToken();

        assertThat(first).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(second);
        assertThat(data.token()).content().isEqualTo(second + "\n");
        assertThat(Files.getPosixFilePermissions(data.token()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
}
