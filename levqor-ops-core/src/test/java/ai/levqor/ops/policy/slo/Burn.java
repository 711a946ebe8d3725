package ai.levqor.ops.policy.slo;

import static java.util.Objects.requireNonNull;

/** Ten thousand requests a tick at some burn rates, so that a rate may have one decimal. */
final class Burn {
    private static final int TOTAL = 10_000;

    private Burn() {}

    /** The budget of 0.1 % burns this fast. */
    static Look at(double rate) {
        return Look.MET.failures(Math.round(rate * TOTAL / 1_000), TOTAL);
    }

    /** Rates tick by tick, such as {@code 72*0 14.5}; the last verdict. */
    static SloVerdict tell(Fold<BurnState> fold, String rates) {
        SloVerdict verdict = null;
        for (var part : rates.split(" ", -1)) {
            var star = part.indexOf('*');
            var times = star < 0 ? 1 : Integer.parseInt(part.substring(0, star));
            for (var i = 0; i < times; i++) {
                verdict = see(fold, at(Double.parseDouble(part.substring(star + 1))));
            }
        }
        return requireNonNull(verdict);
    }

    /** At the next tick. */
    static SloVerdict see(Fold<BurnState> fold, Look look) {
        var last = fold.state().last();
        return fold.see(look.at(last == null ? 1_000 : last + 1));
    }
}
