/** The integrity check: whether all that is needed some day would work now. It changes nothing. */
@NullMarked
package ai.levqor.ops.engine.verify;

import org.jspecify.annotations.NullMarked;
