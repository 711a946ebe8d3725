package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.FireStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps fires in one store if that can keep them, and else in another, as it turns out when the first is needed; from then
 * on always in the same. While the one does not answer, nothing is kept anywhere.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class FirstThatWorks implements FireStore {
    private static final Logger LOG = LoggerFactory.getLogger(FirstThatWorks.class);

    private final Supplier<Optional<String>> open;
    private final FireStore first;
    private final FireStore second;
    private @Nullable FireStore chosen; // guarded by this

    /**
     * @param open why the first cannot keep fires; empty if it can. Throws {@link
     *     ai.levqor.ops.spi.UnavailableException} if it does not answer
     */
    public FirstThatWorks(Supplier<Optional<String>> open, FireStore first, FireStore second) {
        this.open = open;
        this.first = first;
        this.second = second;
    }

    private synchronized FireStore chosen() {
        if (chosen == null) {
            var why = open.get();
            why.ifPresent(it -> LOG.warn("which jobs ran is kept in the state store: {}", it));
            chosen = why.isPresent() ? second : first;
        }
        return chosen;
    }

    @Override
    public Taking take(Request request) {
        return chosen().take(request);
    }

    @Override
    public boolean beat(Claim claim) {
        return chosen().beat(claim);
    }

    @Override
    public boolean settle(Claim claim, State state, String note) {
        return chosen().settle(claim, state, note);
    }

    @Override
    public List<Entry> newest(String job, int most) {
        return chosen().newest(job, most);
    }
}
