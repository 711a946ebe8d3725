package ai.levqor.ops.engine.job;

import ai.levqor.ops.schedule.Schedule;
import java.util.Optional;

/**
 * A job for a scheduler of the host: what to run, and when, as data.
 *
 * @param name what it is asked for by
 * @param schedule when it is due; empty if its setting is {@code off}
 * @param task runs it, or waits for the run under way, on the caller's thread; at most for the job's timeout, after which it
 *     is cut short. Throws {@link IllegalStateException} if it failed. That each time is run once in a fleet is the host's
 *     scheduler's part then
 * @param repeatable whether it does no harm to run it again
 */
public record HostJob(String name, Optional<Schedule> schedule, Runnable task, boolean repeatable) {}
