package ai.levqor.ops.local;

import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStoreContract;

class InMemoryStateStoreTest extends StateStoreContract {
    private final StateStore store = new InMemoryStateStore();

    @Override
    protected StateStore store() {
        return store;
    }
}
