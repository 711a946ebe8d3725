/** Several instances as one: who leads, what all of them see, and which workers are whose. */
@NullMarked
package ai.levqor.ops.engine.fleet;

import org.jspecify.annotations.NullMarked;
