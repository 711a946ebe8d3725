/** Virtual time: a workload and a policy give a report, through the same fold as production. */
@NullMarked
package ai.levqor.ops.simulation;

import org.jspecify.annotations.NullMarked;
