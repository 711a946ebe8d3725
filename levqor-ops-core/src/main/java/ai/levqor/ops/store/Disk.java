package ai.levqor.ops.store;

import ai.levqor.ops.spi.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the files of this package have in common. */
final class Disk {
    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
    private static final int MOST_LINKS = 40;

    private Disk() {}

    /** Whether a file has an owner and permissions, and a folder can be forced to the disk. */
    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Where a file really is: what a symbolic link points at, there or not. Its folder is left as it is named. */
    static Path followLinks(Path file) throws IOException {
        var target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "Too many levels of symbolic links");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** The folder a file is in. */
    static Path folder(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "Not a file's name");
        }
        return folder;
    }

    /** Fails if a file is where a folder of this one should be. Some JDKs then say that there is no such file. */
    static void requireFolder(Path file) throws IOException {
        var folder = folder(file);
        while (Files.notExists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(file.toString(), null, "Not a directory");
        }
    }

    /** Makes the folder of a file, unless it is there, as a symbolic link to one is. */
    static void makeFolder(Path file) throws IOException {
        if (!Files.isDirectory(folder(file))) {
            Files.createDirectories(folder(file));
        }
    }

    /** Gives a new file the owner and the permissions of the one it is to replace, if there is one. */
    static void permitAs(Path target, Path temporary) throws IOException {
        if (!isPosix(target) || Files.notExists(target)) {
            return;
        }
        var wanted = Files.readAttributes(target, PosixFileAttributes.class);
        var view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        var made = view.readAttributes();
        try {
            if (!made.group().equals(wanted.group())) {
                view.setGroup(wanted.group());
            }
            if (!made.owner().equals(wanted.owner())) {
                view.setOwner(wanted.owner());
            }
        } catch (FileSystemException e) {
            LOG.debug("{} gets the owner of this process: only root may give files away", target, e);
        }
        view.setPermissions(wanted.permissions());
    }

    /** Lets names that were made, changed or removed in a folder survive a power cut. */
    static void force(Path folder) throws IOException {
        if (isPosix(folder)) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** A failure of the disk in a few words, without the path. */
    static String reason(IOException failure) {
        var words = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return words == null ? failure.getClass().getSimpleName() : words;
    }

    /** The fault that a failure of the disk is. The path is in the cause alone. */
    static UnavailableException unavailable(String what, IOException failure) {
        return new UnavailableException(what + ": " + reason(failure), failure);
    }
}
