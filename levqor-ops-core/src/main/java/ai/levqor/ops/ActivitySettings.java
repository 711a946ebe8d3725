package ai.levqor.ops;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Where activity is found.
 *
 * @param table the host's log, its schema before it if need be; empty if activity is recorded in process
 * @param userColumn the log's column of the user's id
 * @param timeColumn the log's column of the time
 * @param timeType what that column holds
 * @param zone the zone of times that name none
 * @param ingestColumn the log's column that only grows
 * @param inDatabase whether ids must not leave the database
 * @param usersTable the table of users; empty if everybody in the log counts
 * @param usersColumn its column of the user's id
 * @param rowsTable where counted days are kept
 * @param stateTable where it is kept when each user was seen last
 * @param mayWrite whether these two tables may be written, if the database lets it
 */
record ActivitySettings(
        Optional<String> table,
        String userColumn,
        String timeColumn,
        String timeType,
        ZoneId zone,
        Optional<String> ingestColumn,
        boolean inDatabase,
        Optional<String> usersTable,
        String usersColumn,
        String rowsTable,
        String stateTable,
        boolean mayWrite) {}
