/** The summary of the day: what is in it, how it reads, and that it is sent once. Not API. */
@NullMarked
package ai.levqor.ops.engine.summary;

import org.jspecify.annotations.NullMarked;
