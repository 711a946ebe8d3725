package ai.levqor.ops.examples.backend;

import ai.levqor.ops.OpsSetting;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.simulation.Trace;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run from the banner to the summary. */
final class BackendRun {
    private static final long SEED = 42;
    private static final double TRACE_SHARE = 0.9;

    private final Arguments arguments;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final DataFolder data;
    private final StoryProvider story = new StoryProvider(new Story(), System::nanoTime);
    private final Tally tally = new Tally();

    BackendRun(Arguments arguments, Map<String, String> environment, PrintStream out) {
        this.arguments = arguments;
        this.environment = environment;
        this.out = out;
        this.data = new DataFolder(arguments.data());
    }

    /** Serves until the time is up or {@code stop} is counted down, drains, and sums up. */
    void until(CountDownLatch stop) throws Exception {
        var trace = arguments.trace().map(TraceFile::read);
        var ownToken = Optional.ofNullable(environment.get(OpsSetting.ADMIN_TOKEN.variable()))
                .filter(token -> !token.isBlank());
        var token = prepareData(ownToken);
        var shown = ownToken.isPresent() ? "$ADMIN_TOKEN" : "$(cat '" + data.token() + "')";
        try (var shop = ShopDatabase.open(data.path(), Clock.systemUTC(), ShopDatabase.DAYS)) {
            run(shop, trace, token, shown, stop);
        }
    }

    private void run(ShopDatabase shop, Optional<Trace> trace, String token, String shown, CountDownLatch stop)
            throws Exception {
        var example = trace.isPresent() ? ExampleSettings.forTrace(environment) : ExampleSettings.forStory(environment);
        var settings = example.in(data, shop.founded(), token);
        var load = load(trace, settings);
        var provider = trace.isPresent() ? PaymentProvider.RELIABLE : story;
        var printer = new DecisionPrinter(out, ZoneId.systemDefault(), Boolean.getBoolean("example.colour"));
        var backend = new Backend(settings, provider, shop, tally.andThen(printer), incident -> {
            tally.incident(incident);
            printer.incident(incident);
        });
        var began = System.nanoTime();
        LoadDriver.Sent sent;
        try (var line = new ActiveUsersLine(backend::countActiveUsers, backend::activeUsers, out)) {
            listen(backend);
            var driver = new LoadDriver(backend.uri(), load, SEED);
            driver.warmUp();
            out.print(
                    new Banner(backend.uri(), data, load, Bill.of(settings), settings.step(), example.describe(), shown)
                            .text());
            printer.header();
            line.start();
            sent = serve(backend, driver, stop);
        } finally {
            backend.drain();
        }
        out.println(tally.summary(Duration.ofNanos(System.nanoTime() - began), sent, backend.balance()));
    }

    /** Makes the folder ready, and returns the admin token: the one of the environment, or a new one in a file. */
    private String prepareData(Optional<String> ownToken) {
        System.setProperty("example.logs", data.logs().toString());
        try {
            data.prepare();
            return ownToken.isPresent() ? ownToken.get() : data.newToken();
        } catch (IOException e) {
            throw new StartException(
                    "the data folder " + data.path() + " cannot be written (" + e + "); choose another by --data DIR",
                    e);
        }
    }

    private LoadShape load(Optional<Trace> trace, OpsSettings settings) {
        var most = settings.step().limits().max() * OrderDesk.perWorkerAndSecond();
        return trace.<LoadShape>map(it -> new TracePlayback(it, arguments.speed(), TRACE_SHARE * most))
                .orElseGet(Story::new);
    }

    private void listen(Backend backend) throws Exception {
        try {
            backend.listen(arguments.port());
        } catch (IOException e) {
            if (e.getCause() instanceof BindException) {
                throw new StartException(
                        "port %d of 127.0.0.1 is taken or not allowed (%s); choose another by --port N, or any by --port 0"
                                .formatted(arguments.port(), e.getCause().getMessage()),
                        e);
            }
            throw e;
        }
    }

    private LoadDriver.Sent serve(Backend backend, LoadDriver driver, CountDownLatch stop) throws InterruptedException {
        try (driver) {
            backend.steer();
            story.begin();
            driver.start();
            if (arguments.runFor().isPresent()) {
                var stopped = stop.await(arguments.runFor().get().toMillis(), TimeUnit.MILLISECONDS);
                out.println(stopped ? "stopped early; draining" : "the time is up; draining");
            } else {
                stop.await();
                out.println("stopped; draining");
            }
        }
        return driver.sent();
    }
}
