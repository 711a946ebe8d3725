/** Activity and costs read from the host's own tables, and the ledger of active users kept beside them. Through Jdbi. */
@NullMarked
package ai.levqor.ops.store.jdbc;

import org.jspecify.annotations.NullMarked;
