/** Asking the outside under a deadline, and remembering what went wrong. Not API, but for the codec of a policy of your own. */
@NullMarked
package ai.levqor.ops.engine.ask;

import org.jspecify.annotations.NullMarked;
