/** What every adapter shares: settings, discovery, and the two kinds of failure. */
@NullMarked
package ai.levqor.ops.spi;

import org.jspecify.annotations.NullMarked;
