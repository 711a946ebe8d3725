/** The front door: build the autopilot, start it, ask it, close it. */
@NullMarked
package ai.levqor.ops;

import org.jspecify.annotations.NullMarked;
