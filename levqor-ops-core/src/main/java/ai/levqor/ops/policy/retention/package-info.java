/** Active users, growth accounting and cohorts: exact, from activity in any order. Pure. */
@NullMarked
package ai.levqor.ops.policy.retention;

import org.jspecify.annotations.NullMarked;
