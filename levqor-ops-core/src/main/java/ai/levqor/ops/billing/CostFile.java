package ai.levqor.ops.billing;

import static java.time.ZoneOffset.UTC;

import ai.levqor.ops.billing.BoundedStream.TooLong;
import ai.levqor.ops.billing.days.CostDays;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Daily costs in a CSV file, plain or compressed by gzip. It is read again when it has changed, as a whole, and every day of
 * it may have changed then. The day that has not ended is left out, for its rows are of a part of it.
 *
 * <p><b>Threading:</b> safe for many threads, one of which reads at a time. <b>Errors:</b> name the file, the line and the
 * rule, and repeat nothing that is in it. A file that changes while it is read is a fault.
 */
final class CostFile implements BillingSource {
    static final String NAME = "file";

    private static final long MOST_BYTES = 512L << 20;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final Currency usual;
    private final long mostBytes;
    private @Nullable Read last;

    /** @param usual the currency of rows that name none */
    CostFile(Path path, Currency usual) {
        this(path, usual, MOST_BYTES);
    }

    CostFile(Path path, Currency usual, long mostBytes) {
        this.path = path;
        this.usual = usual;
        this.mostBytes = mostBytes;
    }

    /** What was in the file. */
    private record Read(Stamp stamp, CostDays days) {}

    /** By what a change is seen. */
    private record Stamp(long size, FileTime modified, Optional<Object> key) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized BilledCosts costs(LocalDate from, Instant now) {
        try {
            return new BilledCosts(from, from, days().lines(from, LocalDate.ofInstant(now, UTC)));
        } catch (NoSuchFileException e) {
            throw fault("is not there");
        } catch (TooLong e) {
            throw fault("must have " + mostBytes + " bytes at most when it is not compressed, and has more");
        } catch (ZipException | EOFException e) {
            throw fault("is compressed, and damaged");
        } catch (IOException e) {
            throw fault("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private CostDays days() throws IOException {
        var stamp = stamp();
        var known = last;
        if (known == null || !known.stamp().equals(stamp)) {
            known = new Read(stamp, read());
            if (!stamp().equals(stamp)) {
                throw fault("has changed while it was read; write a new one beside it and rename that");
            }
            last = known;
        }
        return known.days();
    }

    private Stamp stamp() throws IOException {
        var now = Files.readAttributes(path, BasicFileAttributes.class);
        if (!now.isRegularFile()) {
            throw fault("must be a file, and is " + (now.isDirectory() ? "a directory" : "something else"));
        }
        return new Stamp(now.size(), now.lastModifiedTime(), Optional.ofNullable(now.fileKey()));
    }

    private CostDays read() throws IOException {
        try (var bytes = new BufferedInputStream(Files.newInputStream(path), BUFFER);
                var plain = new BoundedStream(
                        isCompressed(bytes) ? new GZIPInputStream(bytes, BUFFER) : bytes, mostBytes)) {
            return read(plain);
        }
    }

    private CostDays read(InputStream plain) throws IOException {
        var rows = new CostRows(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), usual);
        try {
            return rows.read();
        } catch (WrongRow e) {
            throw fault("is wrong in line " + rows.line() + ": " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw fault("must be UTF-8, and is not after line " + rows.line());
        }
    }

    private static boolean isCompressed(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        var magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC;
    }

    private UnavailableException fault(String what) {
        var name = Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
        return new UnavailableException("the cost file " + name + " " + what);
    }
}
