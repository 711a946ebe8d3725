/** When jobs are due: calendars, their rules where clocks are set forward and back, and what became too late. Pure. */
@NullMarked
package ai.levqor.ops.schedule;

import org.jspecify.annotations.NullMarked;
