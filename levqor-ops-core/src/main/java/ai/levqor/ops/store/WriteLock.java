package ai.levqor.ops.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one writer at a time at a file: one thread of this JVM, and one process of this machine. The file
 * {@code NAME.lock} beside it carries the lock of the operating system, which ends with the process however that ends;
 * the lock file itself stays and must not be removed while somebody writes.
 *
 * <p>Closing any channel on the lock file ends every lock this process has on it. So threads of this JVM are kept apart
 * before the file is opened: by a lock for each file, and, where two class loaders each have a copy of this class, by a
 * string that the whole JVM shares.
 */
final class WriteLock {
    /** One for each file that was written, by its real path. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    /** How long a thread waits for others, and then again for other processes, before it gives up. */
    private static final int WAIT_MILLIS = 1000;

    private static final int POLL_MILLIS = 2;

    private final Path lockFile;

    /** The lock of a file, whose folder must exist. */
    WriteLock(Path file) throws IOException {
        this.lockFile = Disk.folder(file).toRealPath().resolve(file.getFileName() + ".lock");
    }

    /** What is done while nobody else writes. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does the work with the lock held.
     *
     * @throws FileSystemException if somebody else holds the lock for too long; nothing was done then
     */
    <T> T hold(Work<T> work) throws IOException {
        var threads = THREADS.computeIfAbsent(lockFile, file -> new ReentrantLock());
        enter("thread", threads::tryLock);
        try {
            synchronized (sharedByClassLoaders()) {
                try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    enter("process", () -> isLocked(channel));
                    return work.run();
                }
            }
        } finally {
            threads.unlock();
        }
    }

    private String sharedByClassLoaders() {
        return ("ai.levqor.ops " + lockFile).intern();
    }

    /** An interrupt ends the pauses, and so the wait; it stays set. */
    private void enter(String others, Attempt attempt) throws IOException {
        for (int waited = 0; !attempt.succeeds(); waited += POLL_MILLIS) {
            if (waited >= WAIT_MILLIS) {
                throw new FileSystemException(lockFile.toString(), null, "Another " + others + " is writing");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Attempt {
        boolean succeeds() throws IOException;
    }
}
