package ai.levqor.ops.store;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Keeps the fires of each job in one value of a {@link StateStore}, {@code fires.JOB}: the newest 60 and others up to 100, the
 * notes of old ones shortened if they do not fit. A value that something else wrote is a fault, and stays as it is.
 */
public final class StateFireStore implements FireStore {
    private final StateStore store;
    private final FireBook book;

    /**
     * Fires in this store. Nothing is read or written yet.
     *
     * @param clock tells when a fire was taken and settled, for people
     * @param ticker nanoseconds that nobody can set, such as {@link System#nanoTime}
     */
    public StateFireStore(StateStore store, Clock clock, LongSupplier ticker) {
        this.store = requireNonNull(store, "store");
        this.book = new FireBook(requireNonNull(clock, "clock"), requireNonNull(ticker, "ticker"));
    }

    @Override
    public Taking take(Request request) {
        return book.take(rows(), request);
    }

    @Override
    public boolean beat(Claim claim) {
        return book.beat(rows(), claim);
    }

    @Override
    public boolean settle(Claim claim, State state, String note) {
        return book.settle(rows(), claim, state, note);
    }

    @Override
    public List<Entry> newest(String job, int most) {
        FireBook.requireSome(job, most);
        return book.newest(rows(), job, most);
    }

    private FireRows rows() {
        return new StateFireRows(store);
    }
}
