/** How a fleet shares its work. */
@NullMarked
package ai.levqor.ops.policy.fleet;

import org.jspecify.annotations.NullMarked;
