package ai.levqor.ops.examples.backend;

import ai.levqor.ops.simulation.Trace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads a recorded load from {@code epoch_s,arrivals} lines, plain or {@code .gz}. */
final class TraceFile {
    private TraceFile() {}

    /**
     * Reads the whole file.
     *
     * @throws BadArgumentException naming the file, and the line if one is wrong
     */
    static Trace read(Path file) {
        try (var lines = open(file)) {
            return Trace.parse(String.valueOf(file.getFileName()), lines.lines());
        } catch (NoSuchFileException e) {
            throw new BadArgumentException("--trace: there is no file " + file, e);
        } catch (IOException | UncheckedIOException e) {
            throw new BadArgumentException("--trace: " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BadArgumentException("--trace: " + e.getMessage(), e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            var text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }
}
