package ai.levqor.ops.spi.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When holders were sure to hold one lease, by their own elapsed time, which all of them count from the same moment.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class LeaseHistory {
    private final List<Term> terms = new ArrayList<>();

    /**
     * How long one token was valid.
     *
     * @param from nanoseconds, when its holder was told of it
     * @param until nanoseconds, when its holder began to give it back, or when the length of its last renewal was over,
     *     counted from before that was asked for. Not after {@code from} if the reply came too late
     */
    public record Term(String owner, long token, long from, long until) {}

    /** Adds a term that is over. */
    public synchronized void add(Term term) {
        terms.add(term);
    }

    /** All terms, in the order of their tokens. */
    public synchronized List<Term> terms() {
        return terms.stream().sorted(Comparator.comparingLong(Term::token)).toList();
    }

    /** Each token was given once, no two terms overlap, and later terms have greater tokens. */
    public void assertOneAtATime() {
        var all = terms();
        assertThat(all).extracting(Term::token).doesNotHaveDuplicates();
        var valid = all.stream().filter(term -> term.from < term.until).toList();
        for (int at = 1; at < valid.size(); at++) {
            var before = valid.get(at - 1);
            var after = valid.get(at);
            assertThat(after.from).as("%s begins after %s", after, before).isGreaterThanOrEqualTo(before.until);
        }
    }
}
