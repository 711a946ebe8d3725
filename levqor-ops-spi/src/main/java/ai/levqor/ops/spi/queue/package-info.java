/** The work that waits, and the workers that do it. */
@NullMarked
package ai.levqor.ops.spi.queue;

import org.jspecify.annotations.NullMarked;
