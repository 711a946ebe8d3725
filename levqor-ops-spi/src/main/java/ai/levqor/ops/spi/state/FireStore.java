package ai.levqor.ops.spi.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which fires were taken, by whom, and what became of them, so that each is run once in a fleet.
 *
 * <p>A holder is alive as long as it beats. No clock is compared between machines: whoever wants a fire that is held looks
 * again and again, and takes the holder for dead when it has seen no beat for a whole lease, by its own elapsed time. An
 * observer that has just come waits a whole lease too.
 *
 * <p><b>Threading:</b> safe for many threads, and for several processes on one store. <b>Time:</b> a call should return
 * within two seconds, and gives up when its thread is interrupted. <b>Kept:</b> at least the newest 60 fires of each job,
 * in the order in which they were taken first, and of the older ones those that run, at least the newest 20 of them. What is
 * forgotten is as if it had never been taken, and may be taken again; its claims are refused.
 */
public interface FireStore {

    /** The most characters a note may have; what is longer is cut. */
    int MOST_NOTE = 500;

    /**
     * For implementors: a note as it is kept. Control characters become spaces, half a character becomes a question mark,
     * and what is longer than {@link #MOST_NOTE} is cut where a character ends.
     */
    static String note(String words) {
        var kept = new StringBuilder();
        for (int at = 0; at < words.length(); ) {
            var character = words.codePointAt(at);
            var length = Character.charCount(character);
            if (kept.length() + length > MOST_NOTE) {
                break;
            }
            if (Character.isISOControl(character)) {
                kept.append(' ');
            } else {
                kept.appendCodePoint(Character.getType(character) == Character.SURROGATE ? '?' : character);
            }
            at += length;
        }
        return kept.toString();
    }

    /**
     * Takes a fire, unless somebody has. Of any number of callers, one gets it.
     *
     * <p>A fire whose holder is dead goes to the caller with a greater token if it is safe to {@link Request#repeatable
     * repeat}; else it is settled as {@link State#ABANDONED}, and one caller is told so.
     *
     * <p>The owner of a fire that runs is given its claim again, so that it can ask again when a reply was lost. An owner
     * whose threads may ask for one fire at once must see to it itself that one of them runs it.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be done or known now. Whether it was taken may be
     *     unknown: the same owner that asks again is given what it has got already
     */
    Taking take(Request request);

    /**
     * Says that the holder is alive.
     *
     * @return {@code false} if the fire is no longer the holder's: whatever it does is to stop
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be said now
     */
    boolean beat(Claim claim);

    /**
     * Says what became of a fire. Saying the same again changes nothing, and is {@code true}.
     *
     * @param state not {@link State#RUNNING}
     * @param note that in words for a person; holds no secret. It is kept as {@link #note} gives it
     * @return {@code false} if the fire is no longer the holder's, or something else was said of it, and nothing was written
     * @throws IllegalArgumentException if the state is {@link State#RUNNING}
     * @throws ai.levqor.ops.spi.UnavailableException if that cannot be written now; whether it was may be unknown
     */
    boolean settle(Claim claim, State state, String note);

    /**
     * The fires of a job that were taken last, newest first: in the order in which they were taken, not in that of their
     * times, so that a clock that was ahead for a while has no last word.
     *
     * @param job a job's name, which need not be known
     * @param most at most so many, one or more
     * @throws IllegalArgumentException if the name is none, or {@code most} is below one
     * @throws ai.levqor.ops.spi.UnavailableException if they cannot be read now
     */
    List<Entry> newest(String job, int most);

    /**
     * Who wants which fire.
     *
     * @param fire the fire
     * @param owner names the caller: differs from every other instance's, and from this one's before a restart; 1 to 100
     *     characters
     * @param lease a holder that has not beaten for so long is dead; above zero
     * @param repeatable whether a dead holder's work may be done again
     */
    record Request(Fire fire, String owner, Duration lease, boolean repeatable) {
        public Request {
            requireNonNull(fire, "fire");
            if (owner.isEmpty() || owner.length() > 100) {
                throw new IllegalArgumentException("owner must have 1 to 100 characters, had " + owner.length());
            }
            if (lease.isZero() || lease.isNegative()) {
                throw new IllegalArgumentException("lease must be above zero, was " + lease);
            }
        }
    }

    /** What came of a {@link #take}. */
    sealed interface Taking {

        /** The caller holds it now. */
        record Taken(Claim claim) implements Taking {}

        /** Somebody else holds it, and is not known to be dead. */
        record Held(String owner) implements Taking {}

        /** Its holder was dead, and it is not to be repeated. It is settled now, and this caller alone is told. */
        record Abandoned(String owner) implements Taking {}

        /** It is over. */
        record Over(State state) implements Taking {}
    }

    /**
     * The right to run a fire and to say what became of it.
     *
     * @param fire the fire
     * @param owner who holds it
     * @param token greater with each holder of the same fire, from 1 on
     */
    record Claim(Fire fire, String owner, long token) {}

    /**
     * A fire as the store knows it.
     *
     * @param fire the fire
     * @param owner who holds it, or held it last
     * @param state what became of it
     * @param note that in words; may be empty
     * @param takenAt when it was taken last, by the clock of the store or of who took it; for people
     * @param settledAt when it was settled; empty while it runs
     */
    record Entry(Fire fire, String owner, State state, String note, Instant takenAt, Optional<Instant> settledAt) {
        public Entry {
            requireNonNull(fire, "fire");
            requireNonNull(owner, "owner");
            requireNonNull(note, "note");
            requireNonNull(takenAt, "takenAt");
            if (settledAt.isPresent() == (state == State.RUNNING)) {
                throw new IllegalArgumentException("a fire must be settled, or be running");
            }
        }
    }

    /** What became of a fire. */
    enum State {
        /** It is held, and not settled. */
        RUNNING,
        /** Its job was done. */
        DONE,
        /** Its job failed, and is not tried again. */
        FAILED,
        /** Its job was not begun, because a run of it was still under way, or because there is nothing to do. */
        SKIPPED,
        /** Nobody was there to run it until it was too late. */
        MISSED,
        /** Its holder died in the middle, and it is not to be repeated. */
        ABANDONED,
        /** Not a fire: from this time on, the job's fires count. */
        NOTED
    }
}
