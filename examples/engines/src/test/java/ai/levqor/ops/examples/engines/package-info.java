/** The documented statement on engines of every size. */
@NullMarked
package ai.levqor.ops.examples.engines;

import org.jspecify.annotations.NullMarked;
