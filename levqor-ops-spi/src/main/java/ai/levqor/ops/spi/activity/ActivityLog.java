package ai.levqor.ops.spi.activity;

import java.util.List;

/**
 * A log that can be written too: where activity goes that the host records in process.
 *
 * <p><b>Threading:</b> written by one thread at a time, also while it is read. <b>Time:</b> a write should take less than
 * two seconds. <b>Errors:</b> what could not be written is written again, so a write that was cut short does no harm.
 */
public interface ActivityLog extends ActivitySource {

    /**
     * Writes activities; one that is there already stays as it is.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if they cannot be written now; some of them may have been
     */
    void write(List<UserDay> activities);

    /**
     * Removes all activity of a user for good; does nothing if there is none.
     *
     * @param high the upper half of the user's id, as in {@link ActivitySink#seen}
     * @param low the lower half
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be removed now
     */
    void forget(long high, long low);

    /**
     * A user who was active on a day. Its text shows no id.
     *
     * @param high the upper half of the user's id, as in {@link ActivitySink#seen}
     * @param low the lower half
     * @param epochDay days since 1970-01-01
     */
    record UserDay(long high, long low, int epochDay) {

        @Override
        public String toString() {
            return "UserDay[epochDay=" + epochDay + "]";
        }
    }
}
