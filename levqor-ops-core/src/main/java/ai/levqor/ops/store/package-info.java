/** Files: flags, state, and logs of one JSON object a line. */
@NullMarked
package ai.levqor.ops.store;

import org.jspecify.annotations.NullMarked;
