package ai.levqor.ops.spi;

import java.time.Instant;

/**
 * The clock of a server that a part lives on. Any part that is given to the autopilot, or made by a {@link Provider}, may be one
 * beside what it is; the integrity check compares it with the process's own.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> a call should return within two seconds, and gives up when its thread
 * is interrupted.
 */
@FunctionalInterface
public interface ServerClock {

    /**
     * What time it is there.
     *
     * @throws UnavailableException if the server cannot be asked now
     */
    Instant serverTime();
}
