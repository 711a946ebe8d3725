package ai.levqor.ops.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/** A piece of SQL and the values for its question marks. */
record Sql(String text, List<Object> values) {

    Sql {
        values = List.copyOf(values);
    }

    static Sql of(String text, Object... values) {
        return new Sql(text, List.of(values));
    }

    /** A template, each {@code %s} of which is a piece: its values go where its question marks come to stand. */
    static Sql join(String template, Sql... pieces) {
        var texts = new ArrayList<Object>();
        var values = new ArrayList<Object>();
        for (var piece : pieces) {
            texts.add(piece.text);
            values.addAll(piece.values);
        }
        return new Sql(template.formatted(texts.toArray()), values);
    }

    /** The same with more at its end. */
    Sql and(Sql more) {
        return join("%s%s", this, more);
    }

    <S extends SqlStatement<S>> S bindTo(S statement) {
        for (int at = 0; at < values.size(); at++) {
            statement.bind(at, values.get(at));
        }
        return statement;
    }
}
