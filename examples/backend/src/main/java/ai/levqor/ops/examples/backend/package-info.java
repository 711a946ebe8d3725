/** A backend with orders, a queue and workers, that lets the autopilot scale it under a load it makes itself. */
@NullMarked
package ai.levqor.ops.examples.backend;

import org.jspecify.annotations.NullMarked;
