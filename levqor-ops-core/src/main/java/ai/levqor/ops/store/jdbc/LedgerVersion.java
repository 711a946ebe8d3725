package ai.levqor.ops.store.jdbc;

/**
 * Tells whether what was read of users is still what the ledger knows of them.
 *
 * @param night the transaction of the last night
 * @param erasures how many users were erased
 */
public record LedgerVersion(long night, long erasures) {}
