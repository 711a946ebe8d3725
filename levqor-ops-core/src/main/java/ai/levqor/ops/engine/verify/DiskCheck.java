package ai.levqor.ops.engine.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code disk}: there is room where files are written. */
public final class DiskCheck {
    /** The least room there should be unless said otherwise, in bytes. */
    public static final long LEAST_BYTES = 100_000_000;

    private static final long MEGABYTE = 1_000_000;

    private DiskCheck() {}

    /**
     * Looks at folders, which need not be there yet.
     *
     * @param folders by a word for each, such as {@code logs}: no path is told
     * @param leastBytes how much room each should have, zero or more
     */
    public static Check of(Map<String, Path> folders, long leastBytes) {
        return new Check("disk", () -> {
            var least = Long.MAX_VALUE;
            for (var folder : folders.entrySet()) {
                var there = nearest(folder.getValue());
                if (!Files.isDirectory(there) || !Files.isWritable(there)) {
                    return Finding.failed("the folder of " + folder.getKey() + " may not be written");
                }
                var room = Files.getFileStore(there).getUsableSpace();
                if (room < leastBytes) {
                    return Finding.failed("%s has room for %d MB, and should have it for %d MB"
                            .formatted(folder.getKey(), room / MEGABYTE, leastBytes / MEGABYTE));
                }
                least = Math.min(least, room);
            }
            return folders.isEmpty()
                    ? Finding.skipped("nothing is written to files")
                    : Finding.passed("room for " + least / MEGABYTE + " MB or more");
        });
    }

    /** The folder itself, or that of its parents that is there. */
    private static Path nearest(Path folder) throws IOException {
        var there = folder.toAbsolutePath().normalize();
        for (var parent = there.getParent(); Files.notExists(there) && parent != null; parent = there.getParent()) {
            there = parent;
        }
        return there.toRealPath();
    }
}
