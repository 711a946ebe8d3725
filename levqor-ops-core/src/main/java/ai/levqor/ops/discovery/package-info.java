/** Finds plug-ins by {@link java.util.ServiceLoader}, and chooses one or says why not. */
@NullMarked
package ai.levqor.ops.discovery;

import org.jspecify.annotations.NullMarked;
