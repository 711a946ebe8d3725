/** How the instances of one backend know of each other. */
@NullMarked
package ai.levqor.ops.spi.fleet;

import org.jspecify.annotations.NullMarked;
