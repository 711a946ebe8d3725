package ai.levqor.ops.store.jdbc;

import java.util.List;
import java.util.Optional;

/**
 * A column as the database knows it.
 *
 * @param name its name as stored
 * @param quoted its name as SQL has it
 * @param jdbcType one of {@link java.sql.Types}
 * @param typeName the database's own word for the type, in lower case
 * @param size its length, for a text
 * @param nullable whether it may be null
 * @param hasDefault whether a row that does not name it gets a value
 */
record Column(
        String name, String quoted, int jdbcType, String typeName, int size, boolean nullable, boolean hasDefault) {

    /** By its exact name, or else by its name in any case. */
    static Optional<Column> find(List<Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst());
    }
}
