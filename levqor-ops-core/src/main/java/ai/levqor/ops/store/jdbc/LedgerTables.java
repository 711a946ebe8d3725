package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.ConfigurationException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The ledger's tables as the database knows them. Every name is quoted, and in the case the database stores.
 *
 * @param aggregates the published rows
 * @param columns the columns of it that are there, by the names that they have in the contract
 * @param notNull which of these must not be null
 * @param zoneless which of these hold times without a zone, which are UTC then
 * @param recent who was active on the newest days; on PostgreSQL alone
 * @param changes what the newest nights have changed in the cohorts; on PostgreSQL alone
 */
record LedgerTables(
        Dialect dialect,
        String aggregates,
        Map<String, String> columns,
        Set<String> notNull,
        Set<String> zoneless,
        String lastSeen,
        String gaps,
        String cohorts,
        String night,
        String mark,
        Optional<String> recent,
        Optional<String> changes) {

    /** The row of the mark's table that counts erasures, as its watermark. */
    static final int ERASURES = 2;

    static final List<String> FIGURES = List.of("dau", "wau", "mau");
    private static final List<String> EXTRAS = List.of("computed_at", "state", "revised_at");

    /** Finds the tables, and makes those that are not there. */
    static LedgerTables open(Handle handle, LogSql log, LedgerSettings settings) throws SQLException {
        var catalog = new Catalog(handle.getConnection());
        var maker = new Maker(handle, catalog, settings);
        var day = catalog.folded("day");
        var instant = catalog.dialect().instant();
        var aggregates = maker.table(
                settings.rowsTable(),
                "(%s DATE NOT NULL PRIMARY KEY, %s INTEGER, %s INTEGER, %s INTEGER, %s %s, %s VARCHAR(20), %s %s)"
                        .formatted(
                                day,
                                catalog.folded("dau"),
                                catalog.folded("wau"),
                                catalog.folded("mau"),
                                catalog.folded("computed_at"),
                                instant,
                                catalog.folded("state"),
                                catalog.folded("revised_at"),
                                instant));
        var key = log.userKeyType();
        var lastSeen = maker.table(
                settings.lastSeenTable(),
                "(user_id %s NOT NULL PRIMARY KEY, first_day DATE NOT NULL, last_day DATE NOT NULL, days BIGINT NOT NULL)"
                                .formatted(key)
                        + (catalog.dialect() == Dialect.POSTGRESQL ? " WITH (fillfactor = 70)" : ""));
        var gaps = maker.table(
                "levqor_activity_gaps",
                "(on_day DATE NOT NULL, gap INTEGER NOT NULL, users BIGINT NOT NULL, PRIMARY KEY (on_day, gap))");
        var cohorts = maker.table(
                "levqor_activity_cohorts",
                "(first_day DATE NOT NULL, on_day DATE NOT NULL, active BIGINT NOT NULL, last_active BIGINT NOT NULL, PRIMARY KEY (first_day, on_day))");
        var night = maker.table(
                "levqor_activity_night",
                "(user_id %s NOT NULL, on_day INTEGER NOT NULL, PRIMARY KEY (on_day, user_id))".formatted(key));
        var mark = maker.table(
                "levqor_retention_mark",
                "(id INTEGER NOT NULL PRIMARY KEY, counted_through DATE, counted_from DATE, whole_from DATE, bits_from DATE, complete BOOLEAN, watermark BIGINT)");
        var tables = adopted(catalog, aggregates, lastSeen, gaps, cohorts, night, mark);
        return catalog.dialect() == Dialect.POSTGRESQL ? tables.withNewest(maker, key) : tables;
    }

    private static LedgerTables adopted(
            Catalog catalog,
            Catalog.Table aggregates,
            Catalog.Table lastSeen,
            Catalog.Table gaps,
            Catalog.Table cohorts,
            Catalog.Table night,
            Catalog.Table mark)
            throws SQLException {
        var columns = catalog.columns(aggregates);
        var day = catalog.column("the column", aggregates, columns, "day");
        if (day.jdbcType() != Types.DATE) {
            throw new ConfigurationException(
                    "the column day of " + aggregates.name() + " must be a date, and is " + day.typeName());
        }
        var wanted =
                Stream.of(List.of("day"), FIGURES, EXTRAS).flatMap(List::stream).toList();
        var there = columns.stream()
                .filter(column -> wanted.contains(column.name().toLowerCase(Locale.ROOT)))
                .toList();
        for (var figure : FIGURES) {
            catalog.column("the column", aggregates, columns, figure);
        }
        columns.stream()
                .filter(column -> !there.contains(column) && !column.nullable() && !column.hasDefault())
                .findFirst()
                .ifPresent(column -> {
                    throw new ConfigurationException(
                            "the column %s of %s must have a value, and the ledger knows none; give it a default"
                                    .formatted(column.name(), aggregates.name()));
                });
        return new LedgerTables(
                catalog.dialect(),
                aggregates.quoted(),
                there.stream()
                        .collect(Collectors.toMap(
                                column -> column.name().toLowerCase(Locale.ROOT), Column::quoted, (one, other) -> one)),
                there.stream()
                        .filter(column -> !column.nullable())
                        .map(column -> column.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                there.stream()
                        .filter(column -> column.jdbcType() == Types.TIMESTAMP
                                && !column.typeName().equals("timestamptz"))
                        .map(column -> column.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                lastSeen.quoted(),
                gaps.quoted(),
                cohorts.quoted(),
                night.quoted(),
                mark.quoted(),
                Optional.empty(),
                Optional.empty());
    }

    /** With what the newest days have changed, apart. */
    private LedgerTables withNewest(Maker maker, String key) throws SQLException {
        var users = maker.table(
                "levqor_activity_recent",
                "(on_day DATE NOT NULL, part INTEGER NOT NULL, users %s[] NOT NULL, PRIMARY KEY (on_day, part))"
                        .formatted(key));
        var counts = maker.table(
                "levqor_activity_changes",
                "(part INTEGER NOT NULL PRIMARY KEY, first_days INTEGER[] NOT NULL, on_days INTEGER[] NOT NULL, active BIGINT[] NOT NULL, last_active BIGINT[] NOT NULL)");
        return new LedgerTables(
                dialect,
                aggregates,
                columns,
                notNull,
                zoneless,
                lastSeen,
                gaps,
                cohorts,
                night,
                mark,
                Optional.of(users.quoted()),
                Optional.of(counts.quoted()));
    }

    /** A column of the aggregates, if it is there. */
    Optional<String> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /** A point in time as a value for a column of the aggregates. */
    Object instant(String column, Instant at) {
        return zoneless.contains(column) ? LocalDateTime.ofInstant(at, ZoneOffset.UTC) : at.atOffset(ZoneOffset.UTC);
    }

    String day() {
        return columns.getOrDefault("day", "day");
    }

    /** Finds a table, or makes it. */
    private record Maker(Handle handle, Catalog catalog, LedgerSettings settings) {

        Catalog.Table table(String name, String definition) throws SQLException {
            var whole = settings.schema().map(schema -> schema + '.' + name).orElse(name);
            var found = catalog.find(whole);
            if (found.isPresent()) {
                return found.get();
            }
            var quoted = settings.schema().isPresent()
                    ? catalog.schema(settings.schema().get()) + '.' + catalog.folded(name)
                    : catalog.folded(name);
            handle.execute("CREATE TABLE IF NOT EXISTS " + quoted + " " + definition);
            return catalog.table("the ledger's table", whole);
        }
    }
}
