package ai.levqor.ops.engine.job;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FireStore;
import java.util.List;

/** A fire store that a test can take away, before it does something or after. */
final class FragileFires implements FireStore {
    volatile boolean away;
    volatile boolean losesReplies;
    private final FireStore store;

    FragileFires(FireStore store) {
        this.store = store;
    }

    private void before() {
        if (away) {
            throw new UnavailableException("away");
        }
    }

    private <T> T after(T answer) {
        if (losesReplies) {
            throw new UnavailableException("the reply was lost");
        }
        return answer;
    }

    @Override
    public Taking take(Request request) {
        before();
        return after(store.take(request));
    }

    @Override
    public boolean beat(Claim claim) {
        before();
        return after(store.beat(claim));
    }

    @Override
    public boolean settle(Claim claim, State state, String note) {
        before();
        return after(store.settle(claim, state, note));
    }

    @Override
    public List<Entry> newest(String job, int most) {
        before();
        return after(store.newest(job, most));
    }
}
