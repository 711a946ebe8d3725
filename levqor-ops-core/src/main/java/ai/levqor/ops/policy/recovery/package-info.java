/** Recovery plans and their guards: pure functions. Nothing here reads a clock, a file or a socket. */
@NullMarked
package ai.levqor.ops.policy.recovery;

import org.jspecify.annotations.NullMarked;
