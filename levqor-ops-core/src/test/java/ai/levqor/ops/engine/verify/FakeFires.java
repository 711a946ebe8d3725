package ai.levqor.ops.engine.verify;

import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fires in memory, of one owner; a test says what is wrong with them. */
final class FakeFires implements FireStore {
    /** What is wrong. */
    enum Fault {
        NONE,
        HELD,
        NO_BEAT,
        NO_SETTLING,
        FORGETS
    }

    Fault fault = Fault.NONE;
    private final List<Entry> newestFirst = new ArrayList<>();
    private final Clock clock;

    FakeFires(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Taking take(Request request) {
        if (fault == Fault.HELD) {
            return new Taking.Held("other");
        }
        var known = newestFirst.stream()
                .filter(entry -> entry.fire().equals(request.fire()))
                .findFirst();
        if (known.isPresent()) {
            return new Taking.Over(known.get().state());
        }
        newestFirst.add(0, entry(request.fire(), request.owner(), State.RUNNING));
        return new Taking.Taken(new Claim(request.fire(), request.owner(), 1));
    }

    @Override
    public boolean beat(Claim claim) {
        return fault != Fault.NO_BEAT;
    }

    @Override
    public boolean settle(Claim claim, State state, String note) {
        newestFirst.replaceAll(
                entry -> entry.fire().equals(claim.fire()) ? entry(claim.fire(), claim.owner(), state) : entry);
        return fault != Fault.NO_SETTLING;
    }

    @Override
    public List<Entry> newest(String job, int most) {
        return fault == Fault.FORGETS
                ? List.of()
                : newestFirst.stream().limit(most).toList();
    }

    private Entry entry(Fire fire, String owner, State state) {
        var now = clock.instant();
        return new Entry(fire, owner, state, "", now, state == State.RUNNING ? Optional.empty() : Optional.of(now));
    }
}
