package ai.levqor.ops.billing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import ai.levqor.ops.billing.days.CostDays;
import ai.levqor.ops.http.RemoteService;
import ai.levqor.ops.http.RemoteService.Limits;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an organisation spends at OpenAI, by day and currency, for all its projects together. A day without a result has
 * cost nothing, from the first day with one on; so that this is known without a memory, half a year is asked for at least,
 * which is one page. The day that has not ended is left out. Costs come late, so the last two days that have ended stay
 * open.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> 10 s a page at the most, and half a year is one. Nothing is kept
 * of an attempt that failed.
 */
final class OpenAiCosts implements BillingSource, SelfCheck {
    static final String NAME = "openai";

    private static final String ITEM = "api";
    private static final long ANY_DAY = LocalDate.of(2025, 1, 1).toEpochDay() * OpenAiPage.DAY_SECONDS;
    private static final int OPEN_DAYS = 2;
    private static final int PAGE_DAYS = 180;
    private static final int MOST_PAGES = 200;
    private static final int MOST_BYTES = 8 << 20;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(10), MOST_BYTES);
    private static final long LEAST_WAIT_SECONDS = 1;
    private static final long USUAL_WAIT_SECONDS = 30;
    private static final long LONGEST_WAIT_SECONDS = 300;

    private final String address;
    private final String authorization;
    private final RemoteService openAi;

    /**
     * @param base where the interface is, without a slash at its end
     * @param key an admin key; what a header may hold
     */
    OpenAiCosts(String base, String key) {
        this(base, key, LIMITS);
    }

    OpenAiCosts(String base, String key, Limits limits) {
        this.address = base + "/v1/organization/costs";
        this.authorization = "Bearer " + key;
        this.openAi = new RemoteService("OpenAI", OpenAiBillingProvider.KEY, limits);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BilledCosts costs(LocalDate from, Instant now) {
        var today = LocalDate.ofInstant(now, UTC);
        var halfAYear = today.minusDays(PAGE_DAYS);
        var known = known(from.isBefore(halfAYear) ? from : halfAYear, today);
        var days = new CostDays();
        known.forEach((day, results) -> {
            days.know(day);
            results.forEach((currency, amount) -> days.add(day, CostDays.item(ITEM, currency), amount));
        });
        var open = today.minusDays(OPEN_DAYS);
        return new BilledCosts(from, open.isBefore(from) ? from : open, days.lines(from, today));
    }

    /** The key is good: one day can be read. */
    @Override
    public void selfCheck() {
        var unused = page("?start_time=" + ANY_DAY + "&bucket_width=1d&limit=1");
    }

    /** A day that is told twice stands as it was told last. */
    private SortedMap<LocalDate, Map<Currency, BigDecimal>> known(LocalDate first, LocalDate today) {
        var known = new TreeMap<LocalDate, Map<Currency, BigDecimal>>();
        var query = "?start_time=" + first.toEpochDay() * OpenAiPage.DAY_SECONDS + "&end_time="
                + today.toEpochDay() * OpenAiPage.DAY_SECONDS + "&bucket_width=1d&limit=" + PAGE_DAYS;
        var next = Optional.<String>empty();
        var pages = new HashSet<String>();
        do {
            var page = page(query
                    + next.map(it -> "&page=" + URLEncoder.encode(it, UTF_8)).orElse(""));
            page.addTo(known, first, today);
            next = page.next();
            if (next.isPresent() && !pages.add(next.get())) {
                throw new UnavailableException("OpenAI's pages come round in a circle");
            }
        } while (next.isPresent() && pages.size() < MOST_PAGES);
        if (next.isPresent()) {
            throw new UnavailableException("OpenAI has more than " + MOST_PAGES + " pages of costs");
        }
        return known;
    }

    private OpenAiPage page(String query) {
        var answer = openAi.ask(() -> HttpRequest.newBuilder(URI.create(address + query))
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .GET()
                .build());
        judge(answer);
        if (answer.body().length >= MOST_BYTES) {
            throw new UnavailableException("OpenAI's answer is too long: " + MOST_BYTES + " bytes or more");
        }
        return OpenAiPage.of(answer.body());
    }

    private static void judge(HttpResponse<byte[]> answer) {
        switch (answer.statusCode()) {
            case 200 -> {}
            case 401, 403 ->
                throw refused(
                        answer,
                        "OPENAI_ADMIN_KEY is refused; costs are told to an admin key (sk-admin-...) of the organisation alone");
            case 404 -> throw refused(answer, "OPS_OPENAI_URL is not where OpenAI's interface is");
            case 429 -> throw new UnavailableException("OpenAI asks for a pause", pause(answer));
            default -> throw new UnavailableException("OpenAI answers " + answer.statusCode());
        }
    }

    private static UnavailableException refused(HttpResponse<?> answer, String mistake) {
        return new UnavailableException("OpenAI answers " + answer.statusCode() + ": " + mistake);
    }

    private static Duration pause(HttpResponse<?> answer) {
        var seconds = answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .orElse(USUAL_WAIT_SECONDS);
        return Duration.ofSeconds(Math.max(LEAST_WAIT_SECONDS, Math.min(seconds, LONGEST_WAIT_SECONDS)));
    }
}
