/** What every policy speaks in: readings of signals, and the facts of a decision. Pure: no clock, no thread, no I/O. */
@NullMarked
package ai.levqor.ops.policy;

import org.jspecify.annotations.NullMarked;
