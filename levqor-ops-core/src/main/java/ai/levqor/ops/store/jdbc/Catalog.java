package ai.levqor.ops.store.jdbc;

import static java.util.function.Predicate.not;

import ai.levqor.ops.spi.ConfigurationException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks tables and columns up, and writes their names as the database stores them. */
final class Catalog {
    private final Connection connection;
    private final DatabaseMetaData metadata;
    private final Dialect dialect;
    private final String quote;

    Catalog(Connection connection) throws SQLException {
        this.connection = connection;
        this.metadata = connection.getMetaData();
        this.dialect = Dialect.of(metadata.getDatabaseProductName());
        this.quote = metadata.getIdentifierQuoteString().strip();
    }

    Dialect dialect() {
        return dialect;
    }

    /** A table that must be there. */
    Table table(String what, String name) throws SQLException {
        return find(name)
                .orElseThrow(() -> new ConfigurationException(
                        "%s %s is not in the database%s; check its name, or put its schema before it"
                                .formatted(what, Quoting.shown(name), inSchema(name))));
    }

    /** A table, a view or whatever else can be read, by its name in any case. */
    Optional<Table> find(String name) throws SQLException {
        var dot = name.indexOf('.');
        var schema = dot < 0 ? currentSchema() : name.substring(0, dot);
        var local = name.substring(dot + 1);
        var found = new ArrayList<Table>();
        for (var spelling : spellings(local)) {
            for (var inSchema : schema == null ? List.of("") : spellings(schema)) {
                found.addAll(tables(inSchema, spelling));
            }
        }
        return found.stream().findFirst();
    }

    /** The columns of a table, in their order. */
    List<Column> columns(Table table) throws SQLException {
        var columns = new ArrayList<Column>();
        try (var rows = metadata.getColumns(table.catalog(), pattern(table.schema()), pattern(table.name()), null)) {
            while (rows.next()) {
                var name = rows.getString("COLUMN_NAME");
                columns.add(new Column(
                        name,
                        quoted(name),
                        rows.getInt("DATA_TYPE"),
                        text(rows, "TYPE_NAME").toLowerCase(Locale.ROOT),
                        rows.getInt("COLUMN_SIZE"),
                        rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                        rows.getString("COLUMN_DEF") != null));
            }
        }
        return columns;
    }

    /** A column that must be there. */
    Column column(String what, Table table, List<Column> columns, String name) {
        return Column.find(columns, name)
                .orElseThrow(() -> new ConfigurationException("%s %s is not in %s; its columns are %s"
                        .formatted(
                                what,
                                Quoting.shown(name),
                                table.name(),
                                columns.stream().map(Column::name).collect(Collectors.joining(", ")))));
    }

    /** A new name as the database would store it, quoted. */
    String folded(String name) throws SQLException {
        if (metadata.storesUpperCaseIdentifiers()) {
            return quoted(name.toUpperCase(Locale.ROOT));
        }
        return quoted(metadata.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name);
    }

    /** A schema that must be there, quoted. */
    String schema(String name) throws SQLException {
        var there = new ArrayList<String>();
        try (var rows = dialect == Dialect.MYSQL ? metadata.getCatalogs() : metadata.getSchemas()) {
            while (rows.next()) {
                there.add(text(rows, dialect == Dialect.MYSQL ? "TABLE_CAT" : "TABLE_SCHEM"));
            }
        }
        return there.stream()
                .filter(schema -> schema.equals(name))
                .findFirst()
                .or(() -> there.stream().filter(name::equalsIgnoreCase).findFirst())
                .map(this::quoted)
                .orElseThrow(() -> new ConfigurationException("the schema " + Quoting.shown(name)
                        + " is not in the database; create it, or name another one"));
    }

    private List<Table> tables(String schema, String name) throws SQLException {
        var byCatalog = dialect == Dialect.MYSQL;
        var catalog = byCatalog ? schema : connection.getCatalog();
        var found = new ArrayList<Table>();
        try (var rows = metadata.getTables(
                catalog, byCatalog || schema.isEmpty() ? null : pattern(schema), pattern(name), null)) {
            while (rows.next()) {
                var its = Optional.ofNullable(rows.getString(byCatalog ? "TABLE_CAT" : "TABLE_SCHEM"));
                var stored = rows.getString("TABLE_NAME");
                if (!text(rows, "TABLE_TYPE").contains("INDEX")) {
                    found.add(new Table(
                            rows.getString("TABLE_CAT"),
                            byCatalog ? null : its.orElse(null),
                            stored,
                            its.map(part -> quoted(part) + '.').orElse("") + quoted(stored)));
                }
            }
        }
        return found;
    }

    /** As given, and as the database would have stored it unquoted. */
    private List<String> spellings(String name) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private @Nullable String currentSchema() throws SQLException {
        return dialect == Dialect.MYSQL ? connection.getCatalog() : connection.getSchema();
    }

    private String inSchema(String name) {
        try {
            return name.contains(".")
                    ? ""
                    : Optional.ofNullable(currentSchema())
                            .filter(not(String::isEmpty))
                            .map(schema -> ", schema " + schema)
                            .orElse("");
        } catch (SQLException e) {
            throw Faults.of("the schema cannot be asked for", e);
        }
    }

    /** Names hold no quote: configured ones are checked, and stored ones are equal to them but for case. */
    private String quoted(String name) {
        return quote + name.replace(quote.isEmpty() ? "\"" : quote, "") + quote;
    }

    private @Nullable String pattern(@Nullable String name) throws SQLException {
        var escape = metadata.getSearchStringEscape();
        return name == null ? null : name.replace("_", escape + "_");
    }

    private static String text(ResultSet rows, String column) throws SQLException {
        return Optional.ofNullable(rows.getString(column)).orElse("");
    }

    /**
     * A table as the database knows it.
     *
     * @param quoted its whole name as SQL has it
     */
    record Table(@Nullable String catalog, @Nullable String schema, String name, String quoted) {}
}
