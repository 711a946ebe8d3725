package ai.levqor.ops.spi.activity;

import java.util.Optional;

/**
 * Reads who was active on which day, from the host's own log. Of a user it reads the id and nothing else.
 *
 * <p><b>Threading:</b> called from one thread at a time, not always the same one. <b>Time:</b> reading a long history may
 * take minutes; it must give up when its thread is interrupted. <b>Errors:</b> a log that cannot be read is a fault, and
 * never an empty day; what was handed to the sink before the fault is thrown away by the caller.
 */
public interface ActivitySource {

    /**
     * The days from the first to the last row of the log; empty if it has none.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be read now
     */
    Optional<DayRange> days();

    /**
     * Hands every activity of these days to the sink, in any order; the same user and day may come more than once.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be read to the end
     */
    void read(DayRange days, ActivitySink sink);
}
