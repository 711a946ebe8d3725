/**
 * Scale decisions: pure functions from what is remembered and what is observed to a decision and what to remember next.
 * Nothing here reads a clock, a file or a socket.
 */
@NullMarked
package ai.levqor.ops.policy.scale;

import org.jspecify.annotations.NullMarked;
