/** The job that runs the host's backup. Not API. */
@NullMarked
package ai.levqor.ops.engine.backup;

import org.jspecify.annotations.NullMarked;
