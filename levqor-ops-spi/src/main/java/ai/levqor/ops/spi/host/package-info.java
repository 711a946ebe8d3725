/** What only the host can do. */
@NullMarked
package ai.levqor.ops.spi.host;

import org.jspecify.annotations.NullMarked;
