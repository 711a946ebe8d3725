package ai.levqor.ops.engine.recovery;

import java.time.Duration;

/** Lets time pass, as the ticker counts it. */
@FunctionalInterface
interface Pause {

    /** Returns after the time, or earlier. */
    void passing(Duration time);
}
