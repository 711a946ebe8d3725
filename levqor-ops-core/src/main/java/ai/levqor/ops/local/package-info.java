/** What works without any server: a queue in memory, a worker pool, a latency recorder, flags and state in memory. */
@NullMarked
package ai.levqor.ops.local;

import org.jspecify.annotations.NullMarked;
