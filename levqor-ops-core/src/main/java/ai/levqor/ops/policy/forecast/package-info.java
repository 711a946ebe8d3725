/** The cost of the next 30 days from dated daily costs: methods, intervals of the sum, back-test. Pure. */
@NullMarked
package ai.levqor.ops.policy.forecast;

import org.jspecify.annotations.NullMarked;
