package ai.levqor.ops.examples.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file, plain or {@code .gz}, in UTF-8. A field may stand in quotes, doubled where they are meant; it ends on its
 * line. Blank lines are passed over, and so is the header if it is there.
 */
final class CsvFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final List<String> header;
    private int line;

    CsvFile(Path file, String header) {
        this.file = file;
        this.header = List.of(header.split(",", -1));
    }

    /** Takes the fields of a row, as many as the header has. */
    @FunctionalInterface
    interface Rows {
        void row(List<String> fields);
    }

    /**
     * Hands out all rows.
     *
     * @throws BadInputException naming the file, and the line if one is wrong
     */
    void forEach(Rows rows) {
        try (var lines = open()) {
            line = 0;
            for (var text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (line == 1 && text.startsWith(BYTE_ORDER_MARK)) {
                    text = text.substring(1);
                }
                if (!text.isBlank()) {
                    row(text, rows);
                }
            }
        } catch (NoSuchFileException e) {
            throw new BadInputException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + " must be UTF-8, and is not after line " + line, e);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read after line " + line + ": " + e.getMessage(), e);
        }
    }

    /** A fault of the row at hand. What the row says is left out: it may be about a person. */
    BadInputException wrong(String rule) {
        return wrong(rule, null);
    }

    BadInputException wrong(String rule, @Nullable Throwable cause) {
        return new BadInputException(file.getFileName() + " line " + line + ": " + rule, cause);
    }

    private void row(String text, Rows rows) {
        var fields = text.indexOf('"') < 0 ? List.of(text.split(",", -1)) : quoted(text);
        if (fields.size() != header.size()) {
            throw wrong("must be " + String.join(",", header) + ", has " + fields.size()
                    + (fields.size() == 1 ? " field" : " fields"));
        }
        if (line > 1 || !fields.stream().map(String::strip).toList().equals(header)) {
            rows.row(fields);
        }
    }

    private List<String> quoted(String text) {
        var fields = new ArrayList<String>();
        var at = 0;
        do {
            var field = new StringBuilder();
            at = at < text.length() && text.charAt(at) == '"' ? inQuotes(text, at + 1, field) : plain(text, at, field);
            fields.add(field.toString());
        } while (at++ < text.length());
        return fields;
    }

    /** Reads to the comma, or to the end. */
    private int plain(String text, int from, StringBuilder field) {
        var comma = text.indexOf(',', from);
        var end = comma < 0 ? text.length() : comma;
        field.append(text, from, end);
        if (field.indexOf("\"") >= 0) {
            throw wrong("a quote must stand at the start of its field, or doubled in quotes");
        }
        return end;
    }

    /** Reads to the comma after the closing quote, or to the end. */
    private int inQuotes(String text, int from, StringBuilder field) {
        for (int at = from; at < text.length(); at++) {
            var next = at + 1 < text.length() ? text.charAt(at + 1) : ',';
            if (text.charAt(at) != '"') {
                field.append(text.charAt(at));
            } else if (next == '"') {
                field.append('"');
                at++;
            } else if (next == ',') {
                return at + 1;
            } else {
                throw wrong("a closing quote must end its field");
            }
        }
        throw wrong("a quoted field must end on its line");
    }

    private BufferedReader open() throws IOException {
        var bytes = Files.newInputStream(file);
        try {
            InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }
}
