package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Children that are killed one after the other; those that come next start meanwhile. */
final class Children implements AutoCloseable {
    private static final int COMING = 2;

    private final Path file;
    private final List<ChildJvm> all = new ArrayList<>();
    private final Deque<ChildJvm> coming = new ArrayDeque<>();

    Children(Path file) {
        this.file = file;
    }

    /** One that is ready. */
    ChildJvm next() throws IOException {
        while (coming.size() <= COMING) {
            var child = ChildJvm.start(file);
            all.add(child);
            coming.addLast(child);
        }
        var child = coming.removeFirst();
        assertThat(child.hear()).isEqualTo("ready");
        return child;
    }

    @Override
    public void close() {
        all.forEach(ChildJvm::close);
    }
}
