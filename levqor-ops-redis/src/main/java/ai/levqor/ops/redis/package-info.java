/** The room for the Redis adapter. Nothing is in it yet. */
@NullMarked
package ai.levqor.ops.redis;

import org.jspecify.annotations.NullMarked;
