package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What a store keeps of a fire.
 *
 * @param token greater with each holder, from 1 on
 * @param beat how often its holder has said that it lives
 */
public record FireRow(
        Fire fire,
        String owner,
        long token,
        long beat,
        State state,
        String note,
        Instant takenAt,
        Optional<Instant> settledAt) {

    public FireRow {
        if (settledAt.isPresent() == (state == State.RUNNING)) {
            throw new IllegalArgumentException("a fire must be settled, or be running");
        }
    }

    /** A fire that is taken for the first time. */
    static FireRow taken(Fire fire, String owner, Instant now) {
        return new FireRow(fire, owner, 1, 0, State.RUNNING, "", now, Optional.empty());
    }

    FireRow takenOver(String by, Instant now) {
        return new FireRow(fire, by, token + 1, 0, State.RUNNING, "", now, Optional.empty());
    }

    FireRow beaten() {
        return new FireRow(fire, owner, token, beat + 1, state, note, takenAt, settledAt);
    }

    FireRow settled(State as, String words, Instant now) {
        return new FireRow(fire, owner, token, beat, as, FireStore.note(words), takenAt, Optional.of(now));
    }

    FireRow withNote(String words) {
        return new FireRow(fire, owner, token, beat, state, words, takenAt, settledAt);
    }

    boolean runs() {
        return state == State.RUNNING;
    }

    boolean isOf(Claim claim) {
        return owner.equals(claim.owner()) && token == claim.token();
    }

    Claim claim() {
        return new Claim(fire, owner, token);
    }

    Entry entry() {
        return new Entry(fire, owner, state, note, takenAt, settledAt);
    }
}
