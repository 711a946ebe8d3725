package ai.levqor.ops.store;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.Flags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the flags in a JSON file that people edit too, {@code config/flags.json} by custom.
 *
 * <p><b>Reading</b> goes to the file each time. A key that is missing has its default; {@code LAST_AUTOSCALE} and
 * {@code updated_at} may be any value: what is no time counts as never. A file that is bad gives the last good flags and says what is wrong; before there were good ones, the defaults.
 * A file that is not there, never or no more, gives the defaults: taking the file away switches everything off, now and
 * after a restart alike.
 *
 * <p><b>Writing</b> replaces the file whole, under a lock that other processes keep to ({@code flags.json.lock} beside
 * it), and creates it with its folders if needed. Unknown keys, and every character around the known values, stay as
 * they are; so do permissions, and a symbolic link. While the file is bad, nothing is written.
 *
 * <p>An editor does not take the lock: what it saves during a write, which takes some milliseconds, is lost.
 */
public final class FileFlagStore implements FlagStore, SelfCheck {
    private final AtomicFile file;
    private volatile Flags lastGood = Flags.DEFAULTS;

    /** A store in this file, which need not be there. Nothing is read or written yet. */
    public FileFlagStore(Path file) {
        this(new AtomicFile(file, FlagsJson.MOST_BYTES));
    }

    FileFlagStore(AtomicFile file) {
        this.file = file;
    }

    /**
     * Looks at the file once, at start, when what is wrong with it is a mistake that somebody can correct.
     *
     * @throws ConfigurationException if the file is there and bad
     */
    public void check() {
        read().problem().ifPresent(problem -> {
            throw new ConfigurationException(problem + ". Correct the file, or remove it to start with the defaults");
        });
    }

    @Override
    public FlagReading read() {
        Optional<byte[]> content;
        try {
            content = file.read();
        } catch (IOException e) {
            return bad("unreadable", file.name() + " cannot be read: " + Disk.reason(e));
        }
        Flags flags;
        try {
            flags = json(content).flags();
        } catch (ConfigurationException e) {
            return bad(version(content), file.name() + ": " + e.getMessage());
        }
        lastGood = flags;
        return new FlagReading(flags, version(content), content.isPresent(), Optional.empty());
    }

    @Override
    public boolean compareAndSet(FlagReading expected, Flags next) {
        requireNonNull(next, "next");
        return file.update(current -> {
            var json = good(current);
            return version(current).equals(expected.version()) ? Optional.of(changed(json, next)) : Optional.empty();
        });
    }

    /** The file is good, and could be written: all of a write is done but the replacing. */
    @Override
    public void selfCheck() {
        check();
        file.tryToWrite();
    }

    private FlagsJson good(Optional<byte[]> current) {
        try {
            return json(current);
        } catch (ConfigurationException e) {
            throw new UnavailableException(file.name() + " is bad and is not written; " + e.getMessage(), e);
        }
    }

    private byte[] changed(FlagsJson json, Flags next) {
        var content = json.with(next);
        if (content.length > FlagsJson.MOST_BYTES) {
            throw new UnavailableException(file.name() + " is not written; it would be too long to be read");
        }
        return content;
    }

    private FlagReading bad(String version, String problem) {
        return new FlagReading(lastGood, version, true, Optional.of(problem));
    }

    private static FlagsJson json(Optional<byte[]> content) {
        return content.map(FlagsJson::parse).orElse(FlagsJson.NEW);
    }

    private static String version(Optional<byte[]> content) {
        return content.map(AtomicFile::version).orElse("none");
    }
}
