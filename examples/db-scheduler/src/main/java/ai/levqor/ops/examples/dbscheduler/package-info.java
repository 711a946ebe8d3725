/** The jobs of Levqor Ops, run by db-scheduler. */
@NullMarked
package ai.levqor.ops.examples.dbscheduler;

import org.jspecify.annotations.NullMarked;
