/** Flags and small state, changed by compare-and-set. */
@NullMarked
package ai.levqor.ops.spi.state;

import org.jspecify.annotations.NullMarked;
