package ai.levqor.ops.spi.activity;

/**
 * Counts active users where the log is, so that no identity leaves it: for each day, how many users were active on it
 * whose last active day before lay so many days back.
 *
 * <p><b>Threading, time, errors:</b> as {@link ActivitySource}.
 */
@FunctionalInterface
public interface GapSource {

    /**
     * Counts these days as if there were none before them.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be counted to the end
     */
    void gaps(DayRange days, GapSink sink);
}
