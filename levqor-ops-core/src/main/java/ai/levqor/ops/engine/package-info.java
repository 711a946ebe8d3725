/** Observe, decide, act, record: the only place with a clock and threads. */
@NullMarked
package ai.levqor.ops.engine;

import org.jspecify.annotations.NullMarked;
