package ai.levqor.ops.spi.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.LeaseHistory.Term;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that wants the lease of a {@link LeaseFleet}: it holds it for a while and gives it back, again and again, from the
 * first line that it is told until the second, and then says when it held what.
 */
public final class LeaseContender {
    /** What a holder does between two renewals. */
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(3);

    /** One of so many renewals is a release. */
    private static final int RENEWALS = 60;

    private final LeaseStore store;
    private final String owner;
    private final Duration length;
    private final LeaseHistory history = new LeaseHistory();
    private final Random random;
    private @Nullable Term term;

    private LeaseContender(LeaseStore store, String owner, Duration length) {
        this.store = store;
        this.owner = owner;
        this.length = length;
        this.random = new Random(owner.hashCode());
    }

    /**
     * What the main method of a process does.
     *
     * @param words owner, and length in milliseconds
     */
    public static void run(LeaseStore store, String... words) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var contender = new LeaseContender(store, words[0], Duration.ofMillis(Long.parseLong(words[1])));
        contender.look();
        System.out.println("ready");
        in.readLine();
        while (!in.ready()) {
            contender.compete();
            LockSupport.parkNanos(PACE);
        }
        contender.end();
        contender
                .history
                .terms()
                .forEach(each -> System.out.println(each.token() + " " + each.from() + " " + each.until()));
        System.out.println("end");
    }

    private void look() {
        store.holder(LeaseFleet.NAME);
    }

    private void compete() {
        var asked = System.nanoTime();
        Optional<Lease> taken;
        try {
            taken = store.take(LeaseFleet.NAME, owner, length);
        } catch (UnavailableException e) {
            // Whether it was taken or renewed is unknown: it is asked for again, and meanwhile the last answer counts.
            return;
        }
        var until = asked + length.toNanos();
        var before = term;
        if (taken.isEmpty()) {
            end();
        } else if (before != null && before.token() == taken.get().token()) {
            term = new Term(owner, before.token(), before.from(), until);
        } else {
            end();
            term = new Term(owner, taken.get().token(), System.nanoTime(), until);
        }
        if (random.nextInt(RENEWALS) == 0) {
            taken.ifPresent(this::giveBack);
        }
    }

    private void giveBack(Lease lease) {
        var last = term;
        if (last != null) {
            term = new Term(owner, last.token(), last.from(), Math.min(last.until(), System.nanoTime()));
        }
        end();
        try {
            store.release(lease);
        } catch (UnavailableException e) {
            // Its time will be over by itself.
            return;
        }
    }

    private void end() {
        if (term != null) {
            history.add(term);
            term = null;
        }
    }
}
