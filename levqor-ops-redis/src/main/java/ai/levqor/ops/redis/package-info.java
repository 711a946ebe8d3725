/** The autopilot's stores, and the host's queue, on Redis. */
@NullMarked
package ai.levqor.ops.redis;

import org.jspecify.annotations.NullMarked;
