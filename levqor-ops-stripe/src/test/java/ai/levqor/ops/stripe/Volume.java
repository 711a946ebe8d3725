package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.billing.CostLine;
import com.stripe.StripeClient;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.ChargeListParams;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures how long a reading of 120 days takes and in how much memory, beside a plain use of Stripe's library. Each
 * reading is a JVM of its own with so much heap, against a fake on the loopback interface; no wait for the pace.
 *
 * <p>{@code Volume 100000 64 32} measures with 64 and with 32 MB.
 */
final class Volume {
    /** What one reading said. */
    record Outcome(int exit, String said) {}

    private static final String PADDING = ",\"padding\":\"" + "x".repeat(3_400) + "\"}";

    private Volume() {}

    public static void main(String[] args) throws Exception {
        if (args[0].startsWith("http")) {
            System.out.println(reading(args[0], args[1]));
            return;
        }
        var count = Integer.parseInt(args[0]);
        try (var stripe = new FakeStripe()) {
            stripe.with(transactions(count)).with(charges(count));
            for (var mode : List.of("fees", "charges", "library-transactions", "library-charges")) {
                for (var at = 1; at < args.length; at++) {
                    var outcome = child(stripe, mode, Integer.parseInt(args[at]));
                    System.out.printf("%s, -Xmx%sm: exit %d, %s%n", mode, args[at], outcome.exit(), outcome.said());
                }
            }
        }
    }

    /** A reading in a JVM of its own, and its last line. */
    static Outcome child(FakeStripe stripe, String mode, int megabytes) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-Xmx" + megabytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Volume.class.getName(),
                        stripe.url(),
                        mode)
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader()) {
            var said = lines.lines()
                    .filter(line -> !line.startsWith("\t") && !line.startsWith("Caused by"))
                    .reduce("", (before, line) -> line);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a reading takes more than five minutes");
            }
            return new Outcome(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Payments of one dollar with a fee of a cent, over 120 days. */
    private static StripeObject[] transactions(int count) {
        return IntStream.range(0, count)
                .mapToObj(at -> StripeObject.payment(id("txn", at), Times.NOW.minus(age(at, count)), 1_00, 1))
                .toArray(StripeObject[]::new);
    }

    /** Charges of one dollar, as long as Stripe's, over 120 days. */
    static StripeObject[] charges(int count) {
        return IntStream.range(0, count)
                .mapToObj(at -> StripeObject.charge(id("ch", at), Times.NOW.minus(age(at, count)), 1_00))
                .map(it -> new StripeObject(it.path(), it.id(), it.created(), padded(it.expanded()), it.bare()))
                .toArray(StripeObject[]::new);
    }

    private static String padded(String json) {
        return json.substring(0, json.length() - 1) + PADDING;
    }

    private static String id(String kind, int at) {
        return "%s_1PgaxNB7WZ01zgkW%08d".formatted(kind, at);
    }

    private static Duration age(int at, int count) {
        return Duration.ofSeconds(Duration.ofDays(119).toSeconds() * at / count);
    }

    private static String reading(String url, String mode) throws Exception {
        var start = System.nanoTime();
        var sum = mode.startsWith("library") ? byLibrary(url, mode) : bySource(url, mode);
        var millis = (System.nanoTime() - start) / 1_000_000;
        return "sum " + sum + ", " + millis + " ms";
    }

    private static BigDecimal bySource(String url, String basis) {
        var settings =
                Map.of("STRIPE_SECRET_KEY", FakeStripe.TEST_KEY, "OPS_STRIPE_URL", url, "OPS_STRIPE_BASIS", basis);
        return new Sources()
                .of(settings).costs(Times.TODAY.minusDays(120), Times.NOW).lines().stream()
                        .map(CostLine::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** All of a list in memory, and then added up. */
    private static BigDecimal byLibrary(String url, String mode) throws Exception {
        var client = StripeClient.builder()
                .setApiKey(FakeStripe.TEST_KEY)
                .setApiBase(url)
                .build();
        if (mode.equals("library-charges")) {
            var all = new ArrayList<Charge>();
            var params = ChargeListParams.builder()
                    .setLimit(100L)
                    .addExpand("data.balance_transaction")
                    .build();
            client.v1().charges().list(params).autoPagingIterable().forEach(all::add);
            return cents(all.stream()
                    .mapToLong(it -> it.getBalanceTransactionObject().getAmount())
                    .sum());
        }
        var all = new ArrayList<BalanceTransaction>();
        var params = BalanceTransactionListParams.builder().setLimit(100L).build();
        client.v1().balanceTransactions().list(params).autoPagingIterable().forEach(all::add);
        return cents(all.stream().mapToLong(it -> it.getFee()).sum());
    }

    private static BigDecimal cents(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }
}
