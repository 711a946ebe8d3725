package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this instance leads. It does until the length of its lease is over, counted by its own ticker from before it asked
 * for it; a renewal that fails does not end it before.
 *
 * <p><b>Threading:</b> {@link #beat}, {@link #givingUp} and {@link #end} by one thread at a time; the others by any.
 */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final String NAME = "leadership";

    private final FleetSetup setup;
    private final FleetContext around;
    private final Question<Optional<Lease>> take;
    private final Question<Optional<Lease>> look;
    private final Question<Boolean> release;
    private volatile Held held = Held.NONE;
    private volatile Optional<String> other = Optional.empty();
    private long asked;
    private long looked;
    private boolean everAsked;

    Leadership(FleetSetup setup, LeaseStore leases, FleetContext around) {
        this.setup = setup;
        this.around = around;
        this.take = new Question<>(NAME, () -> leases.take(Fleet.LEADER, setup.instance(), setup.length()));
        this.look = new Question<>(NAME, () -> leases.holder(Fleet.LEADER));
        this.release = new Question<>(NAME, () -> held.lease.isPresent() && leases.release(held.lease.get()));
    }

    /** Renews the lease when it is time, or tries to take it. */
    void beat() {
        var now = around.ticker().getAsLong();
        // Whoever does not lead asks each time: a lease that has run out is taken within a second.
        if (holds() && everAsked && now - asked < setup.renewEvery().toNanos()) {
            return;
        }
        asked = now;
        everAsked = true;
        var led = holds();
        var answer = around.caller().ask(take);
        if (!(answer instanceof Answer.Given<Optional<Lease>> given)) {
            around.faults().fault(NAME, answer);
            return;
        }
        around.faults().over(NAME);
        held = given.value()
                .map(lease -> new Held(given.value(), now + setup.length().toNanos()))
                .orElse(Held.NONE);
        if (given.value().isPresent()) {
            other = Optional.empty();
        } else if (other.isEmpty() || now - looked >= setup.renewEvery().toNanos()) {
            looked = now;
            other = around.caller().ask(look) instanceof Answer.Given<Optional<Lease>> holder
                    ? holder.value().map(Lease::owner)
                    : Optional.empty();
        }
        tell(led);
    }

    private void tell(boolean led) {
        if (holds() != led) {
            LOG.atInfo()
                    .addKeyValue("instance", setup.instance())
                    .log(holds() ? "{} leads the fleet" : "{} does not lead the fleet any more", setup.instance());
        }
    }

    boolean holds() {
        return lease().isPresent();
    }

    /** The lease, while it is surely held. */
    Optional<Lease> lease() {
        var now = held;
        return now.lease.isPresent() && around.ticker().getAsLong() - now.until < 0 ? now.lease : Optional.empty();
    }

    /** Who else was seen to lead. */
    Optional<String> other() {
        return other;
    }

    /** What gives the lease back, if there is one. */
    Optional<Question<Boolean>> givingUp() {
        return held.lease.isPresent() ? Optional.of(release) : Optional.empty();
    }

    /** Does not lead any more. */
    void end() {
        held = Held.NONE;
    }

    private record Held(Optional<Lease> lease, long until) {
        static final Held NONE = new Held(Optional.empty(), 0);
    }
}
