package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Where the host writes down who was active, and how to read it. Names may be given in any case; a table may have its
 * schema before it. Nothing is looked up here.
 *
 * @param table the log, one row for each activity
 * @param userColumn the user's id: a whole number, a UUID or a text
 * @param timeColumn when it happened
 * @param timeType how {@code timeColumn} is to be read
 * @param columnZone the zone of times that name none; of no use for other types
 * @param dayZone the zone whose days are counted: half-open, from midnight to midnight, 23 or 25 hours where the clocks
 *     change
 * @param ingestColumn a whole number that grows from row to row, such as a {@code bigserial} id; tells late rows apart
 * @param users if given, only activity of users who are in that table counts
 */
public record ActivityTable(
        String table,
        String userColumn,
        String timeColumn,
        TimeType timeType,
        ZoneId columnZone,
        ZoneId dayZone,
        Optional<String> ingestColumn,
        Optional<Users> users) {

    /**
     * Checks the names.
     *
     * @throws ConfigurationException if a name has anything in it but letters, digits, {@code _} and {@code $}, or is
     *     longer than 63
     */
    public ActivityTable {
        Names.table("the activity table", table);
        Names.column("the user column", userColumn);
        Names.column("the time column", timeColumn);
        requireNonNull(timeType, "timeType");
        requireNonNull(columnZone, "columnZone");
        requireNonNull(dayZone, "dayZone");
        ingestColumn.ifPresent(name -> Names.column("the ingest column", name));
    }

    /** A log whose time type is found out, in UTC, of all users. */
    public static ActivityTable of(String table, String userColumn, String timeColumn) {
        return new ActivityTable(
                table,
                userColumn,
                timeColumn,
                TimeType.AUTO,
                ZoneOffset.UTC,
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with another time type. */
    public ActivityTable withTimeType(TimeType type) {
        return new ActivityTable(table, userColumn, timeColumn, type, columnZone, dayZone, ingestColumn, users);
    }

    /** The same with other zones: that of zoneless times, and that whose days are counted. */
    public ActivityTable withZones(ZoneId ofColumn, ZoneId ofDays) {
        return new ActivityTable(table, userColumn, timeColumn, timeType, ofColumn, ofDays, ingestColumn, users);
    }

    /** The same with a column that tells late rows apart. */
    public ActivityTable withIngestColumn(String column) {
        return new ActivityTable(
                table, userColumn, timeColumn, timeType, columnZone, dayZone, Optional.of(column), users);
    }

    /** The same for users of this table alone. */
    public ActivityTable withUsers(String usersTable, String idColumn) {
        return new ActivityTable(
                table,
                userColumn,
                timeColumn,
                timeType,
                columnZone,
                dayZone,
                ingestColumn,
                Optional.of(new Users(usersTable, idColumn)));
    }

    /**
     * The host's users. Of this table only the id is ever read.
     *
     * @param table the table
     * @param idColumn the id, of the same type as the log's user column
     */
    public record Users(String table, String idColumn) {

        /**
         * Checks the names.
         *
         * @throws ConfigurationException as for {@link ActivityTable}
         */
        public Users {
            Names.table("the users table", table);
            Names.column("the users' id column", idColumn);
        }
    }
}
