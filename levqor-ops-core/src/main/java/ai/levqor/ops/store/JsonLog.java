package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.UnavailableException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log of one JSON object a line. A line that {@link #append} returned from is on the disk.
 *
 * <p>A last line that a power cut, a full disk or a killed process left torn is repaired when the log is made, and
 * before each line that is added: a whole object gets its line end, anything less goes to {@code NAME.torn}. Nothing is
 * thrown away.
 *
 * <p>When a line would take the log over its size, the log becomes {@code NAME.1}, that one {@code NAME.2}, and so on;
 * the oldest goes.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one log. Writers take the lock in
 * {@code NAME.lock} and wait for it two seconds at most; readers take none.
 */
public final class JsonLog {
    /** How large a log grows unless said otherwise, in bytes. */
    public static final long DEFAULT_BYTES = 10_000_000;

    /** How many older logs are kept unless said otherwise. */
    public static final int DEFAULT_KEPT = 5;

    private static final Logger LOG = LoggerFactory.getLogger(JsonLog.class);

    private final Path path;
    private final long mostBytes;
    private final int kept;

    /** A log of {@link #DEFAULT_BYTES} that keeps {@link #DEFAULT_KEPT} older ones. */
    public JsonLog(Path file) {
        this(file, DEFAULT_BYTES, DEFAULT_KEPT);
    }

    /**
     * A log in this file, which the first line makes, with its folders. A torn last line is repaired now; if that
     * fails, the next {@link #append} does it, or says why not.
     *
     * @param mostBytes how large a log may grow, one or more; a line that is longer is alone in its log
     * @param kept how many older logs are kept, one or more
     */
    public JsonLog(Path file, long mostBytes, int kept) {
        if (mostBytes < 1 || kept < 1) {
            throw new IllegalArgumentException("mostBytes and kept must be >= 1, were " + mostBytes + " and " + kept);
        }
        this.path = file.toAbsolutePath();
        this.mostBytes = mostBytes;
        this.kept = kept;
        repairAtStart();
    }

    /**
     * Adds a line and forces it to the disk.
     *
     * @throws UnavailableException if it cannot be written, as on a full disk: nothing of it is in the log then, or, if
     *     only forcing it failed, perhaps all
     */
    public void append(ObjectNode entry) {
        var line = (entry + "\n").getBytes(UTF_8);
        try {
            var file = Disk.followLinks(path);
            Disk.makeFolder(file);
            new WriteLock(file).hold(() -> append(file, line));
        } catch (IOException e) {
            throw Disk.unavailable(path.getFileName() + " cannot be written", e);
        }
    }

    /**
     * The last lines in their order, from older logs too where the newest has too few. A line that is no JSON object is
     * passed over.
     *
     * @param most how many lines at most, zero or more
     * @throws UnavailableException if the log cannot be read
     */
    public List<ObjectNode> tail(int most) {
        return look(most).lines();
    }

    /**
     * The same as {@link #tail}, and how many lines were passed over.
     *
     * @param most how many lines at most, zero or more
     * @throws UnavailableException if the log cannot be read
     */
    public Tail look(int most) {
        try {
            var file = Disk.followLinks(path);
            while (true) {
                var before = identity(file);
                var lines = newest(file, most);
                // A log that moved on meanwhile may have been read twice, or not at all.
                if (Objects.equals(before, identity(file))) {
                    return lines;
                }
            }
        } catch (IOException e) {
            throw Disk.unavailable(path.getFileName() + " cannot be read", e);
        }
    }

    /**
     * The end of a log.
     *
     * @param lines in their order
     * @param passedOver how many lines among them, and after them, are no JSON object
     */
    public record Tail(List<ObjectNode> lines, int passedOver) {
        public Tail {
            lines = List.copyOf(lines);
        }

        private Tail after(Tail older) {
            var both = new ArrayList<>(older.lines);
            both.addAll(lines);
            return new Tail(both, older.passedOver + passedOver);
        }
    }

    private void repairAtStart() {
        try {
            var file = Disk.followLinks(path);
            if (JsonLines.isTorn(file)) {
                new WriteLock(file).hold(() -> repair(file));
            }
        } catch (IOException e) {
            LOG.warn("{} may end in a torn line, which cannot be repaired now", path, e);
        }
    }

    private boolean append(Path file, byte[] line) throws IOException {
        repair(file);
        var size = Files.exists(file) ? Files.size(file) : 0;
        if (size > 0 && size + line.length > mostBytes) {
            moveOn(file);
            size = 0;
        }
        write(file, line);
        if (size == 0) {
            Disk.force(Disk.folder(file));
        }
        return true;
    }

    private static boolean repair(Path file) throws IOException {
        return JsonLines.isTorn(file) && JsonLines.repair(file, file.resolveSibling(file.getFileName() + ".torn"));
    }

    private static void write(Path file, byte[] line) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var size = channel.size();
            try {
                channel.position(size);
                for (var rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(false);
            } catch (IOException e) {
                takeBack(channel, size, e);
                throw e;
            }
        }
    }

    private static void takeBack(FileChannel channel, long size, IOException failure) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Ends at the first number that is free, so that a move that was cut short is taken up without losing a log. */
    private void moveOn(Path file) throws IOException {
        var free = 1;
        while (free < kept && Files.exists(older(file, free))) {
            free++;
        }
        for (int number = free; number > 0; number--) {
            Files.move(older(file, number - 1), older(file, number), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Tail newest(Path file, int most) throws IOException {
        var tail = new Tail(List.of(), 0);
        for (int number = 0; number <= kept && tail.lines().size() < most; number++) {
            tail = tail.after(
                    JsonLines.last(older(file, number), most - tail.lines().size()));
        }
        return tail;
    }

    private static Path older(Path file, int number) {
        return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
    }

    private static Object identity(Path file) throws IOException {
        try {
            var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file : key;
        } catch (NoSuchFileException e) {
            return "none";
        }
    }
}
