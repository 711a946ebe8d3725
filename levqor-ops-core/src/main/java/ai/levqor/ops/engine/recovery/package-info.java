/** Incidents: the watchdog, recovery and its steps, the incident log, alerts. */
@NullMarked
package ai.levqor.ops.engine.recovery;

import org.jspecify.annotations.NullMarked;
