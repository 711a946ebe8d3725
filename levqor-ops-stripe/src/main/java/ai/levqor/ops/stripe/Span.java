package ai.levqor.ops.stripe;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A stretch of time that is being read, from its newest object to its oldest. It remembers how far the reading came, so
 * that one that was broken off goes on from there. Not safe for many threads.
 */
final class Span {
    /** The most that Stripe gives on a page. */
    static final long PAGE_SIZE = 100;

    private final long from;
    private final Optional<Long> before;
    private final long knownBelow;
    private final Set<String> cursors = new HashSet<>();
    private Optional<String> cursor = Optional.empty();

    private Span(long from, Optional<Long> before, long knownBelow) {
        this.from = from;
        this.before = before;
        this.knownBelow = knownBelow;
    }

    /** From a second on, with nothing of it known. */
    static Span since(long from) {
        return new Span(from, Optional.empty(), from);
    }

    /** From a second on to before another one. */
    static Span between(long from, long before) {
        return new Span(from, Optional.of(before), from);
    }

    /**
     * From a second on, once more.
     *
     * @param knownBelow objects from before this second have been counted, unless they were undecided
     */
    static Span again(long from, long knownBelow) {
        return new Span(Math.min(from, knownBelow), Optional.empty(), knownBelow);
    }

    /** The first second. */
    long from() {
        return from;
    }

    /** The second after the last; empty if there is no end. */
    Optional<Long> before() {
        return before;
    }

    /** The id of the last object that was read; empty before the first page. */
    Optional<String> cursor() {
        return cursor;
    }

    boolean isKnown(Listed item) {
        return item.created() < knownBelow;
    }

    /** Refuses a page that cannot be the next one: its objects are of another time, or it came before, or is empty. */
    void check(Page page) {
        if (page.items().isEmpty() && page.more()) {
            throw Nonsense.because("an empty page with more to come");
        }
        for (var item : page.items()) {
            if (item.created() < from || (before.isPresent() && item.created() >= before.get())) {
                throw Nonsense.because("objects of a time that was not asked for");
            }
            if (cursors.contains(item.id())) {
                throw Nonsense.because("its pages repeat");
            }
        }
    }

    /** Goes on after this page. */
    void advance(Page page) {
        if (!page.items().isEmpty()) {
            var last = page.items().get(page.items().size() - 1).id();
            cursors.add(last);
            cursor = Optional.of(last);
        }
    }
}
