/** The nightly count of active users, and what is known of them. */
@NullMarked
package ai.levqor.ops.engine.retention;

import org.jspecify.annotations.NullMarked;
