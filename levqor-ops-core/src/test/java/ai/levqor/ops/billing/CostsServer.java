package ai.levqor.ops.billing;

import static ai.levqor.ops.http.RawServer.http;

import ai.levqor.ops.http.RawServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** OpenAI's costs as its interface tells them, in pages; on loopback. */
final class CostsServer implements AutoCloseable {
    final RawServer server = RawServer.answering(this::answer);

    private final Map<LocalDate, BigDecimal> costs = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int pageDays;
    private volatile boolean down;
    private volatile boolean silent;

    /** @param pageDays so many days it gives at once, whatever is asked for */
    CostsServer(int pageDays) throws IOException {
        this.pageDays = pageDays;
    }

    void cost(LocalDate day, BigDecimal amount) {
        costs.put(day, amount);
    }

    void goDown() {
        down = true;
    }

    void goSilent() {
        silent = true;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }

    private String answer(RawServer.Request request) {
        if (silent) {
            waitForTheEnd();
        }
        if (down) {
            return http(500, "oops");
        }
        var query = query(request);
        var start = day(query.getOrDefault("page", query.getOrDefault("start_time", "")));
        var end = day(query.getOrDefault("end_time", ""));
        var pageEnd = start.plusDays(pageDays).isBefore(end) ? start.plusDays(pageDays) : end;
        var buckets = start.datesUntil(pageEnd).map(this::bucket).collect(Collectors.joining(","));
        var more = pageEnd.isBefore(end);
        return http(
                200,
                "{\"object\":\"page\",\"data\":[%s],\"has_more\":%s,\"next_page\":%s}"
                        .formatted(buckets, more, more ? "\"" + seconds(pageEnd) + "\"" : "null"));
    }

    private String bucket(LocalDate day) {
        var cost = costs.get(day);
        return bucket(day, cost == null ? "" : result(cost.toString(), "usd"));
    }

    /** One day with these results. */
    static String bucket(LocalDate day, String... results) {
        return "{\"object\":\"bucket\",\"start_time\":%d,\"end_time\":%d,\"results\":[%s]}"
                .formatted(seconds(day), seconds(day.plusDays(1)), String.join(",", results));
    }

    /** A result whose value stands in the JSON as it is. */
    static String result(String value, String currency) {
        return "{\"object\":\"organization.costs.result\",\"amount\":{\"value\":%s,\"currency\":\"%s\"},\"line_item\":null,\"project_id\":null}"
                .formatted(value, currency);
    }

    /** The last page. */
    static String page(String... buckets) {
        return http(
                200,
                "{\"object\":\"page\",\"data\":[" + String.join(",", buckets)
                        + "],\"has_more\":false,\"next_page\":null}");
    }

    static Map<String, String> query(RawServer.Request request) {
        var line = request.head().lines().findFirst().orElse("");
        var query = line.substring(line.indexOf('?') + 1, line.lastIndexOf(' '));
        return Arrays.stream(query.split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1], (one, other) -> other, TreeMap::new));
    }

    private void waitForTheEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LocalDate day(String seconds) {
        return LocalDate.ofEpochDay(Long.parseLong(seconds) / 86_400);
    }

    private static long seconds(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }
}
