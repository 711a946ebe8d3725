package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.FlagStoreContract;
import ai.levqor.ops.spi.state.Flags;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InMemoryFlagStoreTest extends FlagStoreContract {
    private final FlagStore store = new InMemoryFlagStore();

    @Override
    protected FlagStore store() {
        return store;
    }

    @Test
    @DisplayName("flags given at the start are stored")
    void givenFlagsAreStored() {
        var three = Flags.DEFAULTS.scaledTo(3, Instant.EPOCH);

        var reading = new InMemoryFlagStore(three).read();

        assertThat(reading.flags()).isEqualTo(three);
        assertThat(reading.stored()).isTrue();
    }
}
