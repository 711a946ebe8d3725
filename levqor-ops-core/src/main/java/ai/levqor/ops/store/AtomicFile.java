package ai.levqor.ops.store;

import ai.levqor.ops.spi.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that is replaced whole or not at all, by one writer at a time.
 *
 * <p>A write takes the {@link WriteLock}, reads the file again, writes a temporary file in the same folder, forces it
 * to the disk and renames it over the file. Whatever ends the process on the way leaves the old content or the new, and
 * at most a temporary file, which the next write removes. A symbolic link is followed: what it points at is replaced.
 * Permissions stay. Reading takes no lock.
 */
final class AtomicFile {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

    private final Path path;
    private final int mostBytes;
    private final Probe probe;

    /** A file that need not be there; of one that is longer than {@code mostBytes} a byte more is read. */
    AtomicFile(Path path, int mostBytes) {
        this(path, mostBytes, step -> {});
    }

    AtomicFile(Path path, int mostBytes, Probe probe) {
        this.path = path.toAbsolutePath();
        this.mostBytes = mostBytes;
        this.probe = probe;
    }

    /** What a write has just done. */
    enum Step {
        LOCKED,
        LEFTOVERS_REMOVED,
        READ,
        CREATED,
        PERMITTED,
        WRITTEN,
        FORCED,
        CLOSED,
        RENAMED,
        FOLDER_FORCED
    }

    /** Told of each step of a write, so that a test can make it fail there, or end the process. */
    @FunctionalInterface
    interface Probe {
        void after(Step step) throws IOException;
    }

    /** Makes the new content from the one that is there; empty leaves it as it is. */
    @FunctionalInterface
    interface Change {
        Optional<byte[]> apply(Optional<byte[]> current);
    }

    /** The file's name without its folder. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Differs for each content. */
    static String version(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The whole content; empty if there is no such file. */
    Optional<byte[]> read() throws IOException {
        try {
            // Opening a pipe would wait for its other end.
            if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
                throw new FileSystemException(path.toString(), null, "Not a regular file");
            }
            try (var in = Files.newInputStream(path)) {
                return Optional.of(in.readNBytes(mostBytes + 1));
            }
        } catch (NoSuchFileException e) {
            Disk.requireFolder(path);
            return Optional.empty();
        }
    }

    /**
     * Replaces the content by what {@code change} makes of it; nobody else writes meanwhile.
     *
     * @return whether there was anything to write
     * @throws UnavailableException if it cannot be written; it has not been then
     */
    boolean update(Change change) {
        try {
            var target = Disk.followLinks(path);
            Disk.makeFolder(target);
            return new WriteLock(target).hold(() -> replace(target, change));
        } catch (IOException e) {
            throw Disk.unavailable(name() + " cannot be written", e);
        }
    }

    /**
     * Does all of a write but the last step: under the lock, the present content is written to a temporary file, which is
     * then removed. A folder that is not there is not made.
     *
     * @throws UnavailableException if it could not be written now
     */
    void tryToWrite() {
        try {
            var target = Disk.followLinks(path);
            if (Files.isDirectory(Disk.folder(target))) {
                new WriteLock(target).hold(() -> writeAndRemove(target));
            } else {
                Disk.requireFolder(target);
            }
        } catch (IOException e) {
            throw Disk.unavailable(name() + " could not be written", e);
        }
    }

    private boolean writeAndRemove(Path target) throws IOException {
        var temporary = temporary(target, ThreadLocalRandom.current().nextLong());
        try {
            write(read().orElseGet(() -> new byte[1]), temporary, target);
        } catch (IOException e) {
            removeAfter(e, temporary);
            throw e;
        }
        return Files.deleteIfExists(temporary);
    }

    private boolean replace(Path target, Change change) throws IOException {
        probe.after(Step.LOCKED);
        removeLeftovers(target);
        probe.after(Step.LEFTOVERS_REMOVED);
        var next = change.apply(read());
        probe.after(Step.READ);
        if (next.isEmpty()) {
            return false;
        }
        var temporary = temporary(target, ThreadLocalRandom.current().nextLong());
        try {
            write(next.get(), temporary, target);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            removeAfter(e, temporary);
            throw e;
        }
        probe.after(Step.RENAMED);
        forceRename(target);
        probe.after(Step.FOLDER_FORCED);
        return true;
    }

    private void write(byte[] content, Path temporary, Path target) throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            probe.after(Step.CREATED);
            Disk.permitAs(target, temporary);
            probe.after(Step.PERMITTED);
            for (var rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            probe.after(Step.WRITTEN);
            channel.force(true);
            probe.after(Step.FORCED);
        }
        probe.after(Step.CLOSED);
    }

    /** The file is replaced by now, so a failure is no reason to say it is not. */
    private static void forceRename(Path target) {
        try {
            Disk.force(Disk.folder(target));
        } catch (IOException e) {
            LOG.warn("{} is written, but a power cut now might undo it", target, e);
        }
    }

    private static Path temporary(Path target, long random) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + HexFormat.of().toHexDigits(random) + ".tmp");
    }

    /** With the lock held, a temporary file is that of a writer who was killed. */
    private static void removeLeftovers(Path target) throws IOException {
        var ours =
                Pattern.compile("\\." + Pattern.quote(String.valueOf(target.getFileName())) + "\\.[0-9a-f]{16}\\.tmp");
        DirectoryStream.Filter<Path> leftovers =
                file -> ours.matcher(String.valueOf(file.getFileName())).matches();
        try (var found = Files.newDirectoryStream(Disk.folder(target), leftovers)) {
            for (var each : found) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static void removeAfter(IOException failure, Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
