package ai.levqor.ops.stripe;

import java.time.Duration;

/** Waits. A test gives one that does not. */
@FunctionalInterface
interface Pause {

    void sleep(Duration length) throws InterruptedException;
}
