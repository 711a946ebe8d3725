/** Several JVMs of one backend, whose autopilots share one Redis. */
@NullMarked
package ai.levqor.ops.examples.fleet;

import org.jspecify.annotations.NullMarked;
