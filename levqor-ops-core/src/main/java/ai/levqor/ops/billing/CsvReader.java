package ai.levqor.ops.billing;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV row by row, as RFC 4180 has it: a field may stand in quotes, doubled where they are meant, and then go over
 * several lines. Lines end in LF, CR or both. Empty lines are passed over, and so is a byte order mark.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class CsvReader {
    private static final int LONGEST_ROW = 1 << 20;
    private static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader in;
    private final char[] buffer = new char[1 << 13];
    private int at;
    private int filled;
    private final StringBuilder field = new StringBuilder();
    private int next;
    private boolean begun;
    private int row = 1;
    private int line = 1;
    private int length;

    CsvReader(Reader in) {
        this.in = in;
    }

    /** The line on which the row that was read last begins. */
    int line() {
        return row;
    }

    /**
     * The next row; empty at the end, as a row has one field at least.
     *
     * @throws WrongRow if it is no CSV, or longer than 1 MB
     */
    List<String> next() throws IOException, WrongRow {
        begin();
        while (next == '\n' || next == '\r') {
            endLine();
            length = 0;
        }
        row = line;
        var fields = new ArrayList<String>();
        while (next != END) {
            fields.add(next == '"' ? quoted() : plain());
            if (next != ',') {
                endLine();
                length = 0;
                return fields;
            }
            advance();
            if (next == END) {
                fields.add("");
            }
        }
        return fields;
    }

    private void begin() throws IOException, WrongRow {
        if (!begun) {
            begun = true;
            advance();
            if (next == BYTE_ORDER_MARK) {
                advance();
            }
        }
    }

    private String plain() throws IOException, WrongRow {
        field.setLength(0);
        while (!isEndOfField()) {
            if (next == '"') {
                throw new WrongRow("a quote must stand at the start of its field, or doubled in quotes");
            }
            field.append((char) next);
            advance();
        }
        return field.toString();
    }

    private String quoted() throws IOException, WrongRow {
        field.setLength(0);
        advance();
        while (true) {
            if (next == END) {
                throw new WrongRow("a quoted field must have an end");
            }
            var here = (char) next;
            if (here == '\n') {
                line++;
            }
            advance();
            if (here == '"') {
                if (next != '"') {
                    break;
                }
                advance();
            }
            field.append(here);
        }
        if (!isEndOfField()) {
            throw new WrongRow("a closing quote must end its field");
        }
        return field.toString();
    }

    private boolean isEndOfField() {
        return next == ',' || next == '\n' || next == '\r' || next == END;
    }

    private void endLine() throws IOException, WrongRow {
        if (next == '\r') {
            advance();
            if (next != '\n') {
                line++;
                return;
            }
        }
        if (next == '\n') {
            line++;
            advance();
        }
    }

    private void advance() throws IOException, WrongRow {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, in.read(buffer));
        }
        next = at < filled ? buffer[at++] : END;
        if (++length > LONGEST_ROW) {
            throw new WrongRow("a row must be shorter than 1 MB");
        }
    }
}
