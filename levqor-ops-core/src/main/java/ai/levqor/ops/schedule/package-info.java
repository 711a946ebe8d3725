/**
 * When jobs are due: calendars, their rules where clocks are set forward and back, and what became too late. Pure: no
 * clock, no thread, nothing is read and nothing is written.
 */
@NullMarked
package ai.levqor.ops.schedule;

import org.jspecify.annotations.NullMarked;
