package ai.levqor.ops.spi.activity;

/** Takes what a {@link GapSource} counts. Used by one thread. */
@FunctionalInterface
public interface GapSink {

    /**
     * So many users were active on a day, and before that not for a while.
     *
     * @param epochDay days since 1970-01-01
     * @param gap days since the user's last active day before it, 366 for that or more; 0 if there is none
     * @param users how many, 1 or more
     */
    void counted(int epochDay, int gap, long users);
}
