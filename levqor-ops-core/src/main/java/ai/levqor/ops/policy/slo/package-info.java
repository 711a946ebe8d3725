/** Whether the service keeps its objectives: breach windows and burn rates. Pure functions; no clock, no file, no socket. */
@NullMarked
package ai.levqor.ops.policy.slo;

import org.jspecify.annotations.NullMarked;
