package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a list of Stripe as sums by day. Pages are added up and dropped, so it needs little memory however long the list
 * is; and it reads only what it has not read:
 *
 * <ul>
 *   <li>the first time, all from the first day that is wanted;
 *   <li>after that what is new, from ten minutes before the newest object that is known, since one may turn up late, and
 *       from the oldest undecided charge. What was counted is not counted again;
 *   <li>the days before, when they are asked for.
 * </ul>
 *
 * <p>A reading that was broken off is ended first, from the page that it came to; only then another begins. So no more
 * than one is ever under way, and a page is either counted or not.
 *
 * <p><b>Threading:</b> one caller at a time; a second one waits. A self-check waits for nobody.
 */
final class StripeBilling implements BillingSource, SelfCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StripeBilling.class);
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final int MOST_RECENT = 20_000;

    private final StripeBasis basis;
    private final Listing listing;
    private Ledger ledger = new Ledger();
    private RecentObjects recent = new RecentObjects(OVERLAP.toSeconds(), MOST_RECENT);
    private UndecidedCharges undecided = new UndecidedCharges();
    private @Nullable LocalDate first;
    private @Nullable Span underWay;

    /** @param listing of charges if they are the basis, else of balance transactions */
    StripeBilling(StripeBasis basis, Listing listing) {
        this.basis = basis;
        this.listing = listing;
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public synchronized BilledCosts costs(LocalDate from, Instant now) {
        finish();
        var known = first;
        if (known == null) {
            first = from;
            read(Span.since(second(from)));
        } else {
            if (from.isBefore(known)) {
                first = from;
                read(Span.between(second(from), second(known)));
            }
            refresh();
        }
        return told(from, LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    /** The key is good: one object of the list can be read. */
    @Override
    public void selfCheck() {
        listing.probe();
    }

    private void refresh() {
        var again = readAgainFrom();
        read(Span.again(undecided.oldest().orElse(again), again));
    }

    private long readAgainFrom() {
        var start = first == null ? 0 : second(first);
        return Math.max(start, recent.readAgainFrom().orElse(start));
    }

    private void read(Span span) {
        underWay = span;
        finish();
    }

    private void finish() {
        var span = underWay;
        if (span == null) {
            return;
        }
        for (var more = true; more; ) {
            more = readPage(span);
        }
        underWay = null;
        recent.trim();
        recent.newest().ifPresent(undecided::trim);
    }

    private boolean readPage(Span span) {
        try {
            var page = listing.next(span);
            span.check(page);
            page.items().forEach(item -> count(span, item));
            span.advance(page);
            LOG.debug("read {} objects of Stripe", page.items().size());
            return page.more();
        } catch (StripeFault e) {
            if (span.cursor().isPresent()) {
                startOver();
            }
            throw e.unavailable(Duration.ZERO);
        }
    }

    private void count(Span span, Listed item) {
        var awaited = undecided.remove(item.id());
        if (!awaited && (span.isKnown(item) || recent.contains(item.id()))) {
            return;
        }
        if (item.undecided()) {
            undecided.add(item);
        }
        item.movement().ifPresent(ledger::add);
        recent.add(item);
    }

    /** Stripe does not know the object any more after which the reading should go on. */
    private void startOver() {
        ledger = new Ledger();
        recent = new RecentObjects(OVERLAP.toSeconds(), MOST_RECENT);
        undecided = new UndecidedCharges();
        first = null;
        underWay = null;
    }

    private BilledCosts told(LocalDate from, LocalDate today) {
        try {
            return new BilledCosts(from, openFrom(from, today), ledger.lines(basis, from, today));
        } catch (IllegalArgumentException e) {
            throw Nonsense.because("amounts beyond all measure");
        }
    }

    /** The day from which on a later reading may find more. */
    private LocalDate openFrom(LocalDate from, LocalDate today) {
        var again = readAgainFrom();
        var open = Nonsense.day(Math.min(again, undecided.oldest().orElse(again)));
        if (open.isAfter(today)) {
            return today;
        }
        return open.isBefore(from) ? from : open;
    }

    private static long second(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }
}
