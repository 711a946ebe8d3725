package ai.levqor.ops.store.jdbc;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes values into PostgreSQL's SQL, where there can be no parameters. They are whole numbers and ISO dates and times that
 * we made, so they hold digits, signs and letters alone.
 */
final class Literals {
    private Literals() {}

    /** The text of a piece, with its values where its question marks are. */
    static String in(Sql piece) {
        var sql = new StringBuilder();
        var values = piece.values().iterator();
        piece.text().chars().forEach(c -> {
            if (c == '?') {
                sql.append(of(values.next()));
            } else {
                sql.append((char) c);
            }
        });
        return sql.toString();
    }

    /** One value. */
    static String of(Object value) {
        return value instanceof Long number ? number.toString() : "'" + value + "'";
    }

    /** An array of values. */
    static String array(List<Object> values, String type) {
        return values.stream().map(Object::toString).collect(Collectors.joining(",", "'{", "}'::" + type + "[]"));
    }
}
