package ai.levqor.ops.engine.verify;

import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.state.FlagStore;

/** {@code flags}: they can be read, and could be written. */
public final class FlagsCheck {
    private FlagsCheck() {}

    /** Asks the store; whether it could be written it must say itself, as a {@link SelfCheck}. */
    public static Check of(FlagStore store) {
        return new Check("flags", () -> {
            var reading = store.read();
            if (reading.problem().isPresent()) {
                return Finding.failed(reading.problem().get());
            }
            var read = reading.stored() ? "readable" : "nothing is stored, the defaults hold";
            if (store instanceof SelfCheck self) {
                self.selfCheck();
                return Finding.passed(read + "; could be written");
            }
            return Finding.passed(read + "; this store does not say whether it could be written");
        });
    }
}
