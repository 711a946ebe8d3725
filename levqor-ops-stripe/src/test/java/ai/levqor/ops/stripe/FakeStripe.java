package ai.levqor.ops.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** Stripe on the loopback interface: its lists of balance transactions and charges, page by page, good or bad. */
final class FakeStripe implements AutoCloseable {
    static final String TEST_KEY = "sk_test_secret4secret4secret4";
    static final String LIVE_KEY = "rk_live_secret4secret4secret4";

    static {
        // else each answer waits for the other side to acknowledge its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String TRANSACTIONS = "/v1/balance_transactions";
    private static final String CHARGES = "/v1/charges";

    /** Answers one request in Stripe's place. */
    @FunctionalInterface
    interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    /** One request: its path, its query and its headers, whose names are in lower case. */
    record Request(String path, Map<String, String> query, Map<String, String> headers) {}

    final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    /** Each is used for one request; with none left, Stripe answers. */
    final Queue<Answer> next = new ConcurrentLinkedQueue<>();

    private final List<StripeObject> transactions = new ArrayList<>();
    private final List<StripeObject> charges = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(FakeStripe::daemon);
    private final HttpServer server;
    private volatile Answer always = this::answer;

    FakeStripe() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized FakeStripe with(StripeObject... objects) {
        for (var object : objects) {
            list(object.path()).add(object);
        }
        var newestFirst = Comparator.comparingLong(StripeObject::created)
                .thenComparing(StripeObject::id)
                .reversed();
        transactions.sort(newestFirst);
        charges.sort(newestFirst);
        return this;
    }

    /** In place of the one of its id. */
    synchronized void change(StripeObject object) {
        list(object.path()).removeIf(it -> it.id().equals(object.id()));
        with(object);
    }

    synchronized void remove(String id) {
        transactions.removeIf(it -> it.id().equals(id));
        charges.removeIf(it -> it.id().equals(id));
    }

    /** Answers every request in Stripe's place from now on. */
    void always(Answer answer) {
        always = answer;
    }

    /** What Stripe itself answers. */
    Answer usual() {
        return this::answer;
    }

    void recover() {
        next.clear();
        always = this::answer;
    }

    /** What was asked for since the last call, as {@code path?query}. */
    List<String> asked() {
        var requests = new ArrayList<Request>();
        this.requests.drainTo(requests);
        return requests.stream()
                .map(it -> it.path() + "?" + new TreeMap<>(it.query()))
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(request(exchange));
            var once = next.poll();
            (once == null ? always : once).send(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = request(exchange);
        var authorization = request.headers().get("authorization");
        if (!List.of("Bearer " + TEST_KEY, "Bearer " + LIVE_KEY).contains(String.valueOf(authorization))) {
            Answers.error(401, "Invalid API Key provided").send(exchange);
        } else if (List.of(TRANSACTIONS, CHARGES).contains(request.path())) {
            list(request, exchange);
        } else {
            single(request, exchange);
        }
    }

    private synchronized void single(Request request, HttpExchange exchange) throws IOException {
        for (var list : List.of(transactions, charges)) {
            for (var object : list) {
                if (request.path().equals(object.path() + "/" + object.id())) {
                    Answers.json(200, object.json(false)).send(exchange);
                    return;
                }
            }
        }
        Answers.error(404, "No such object").send(exchange);
    }

    private synchronized void list(Request request, HttpExchange exchange) throws IOException {
        var query = request.query();
        var from = Long.parseLong(query.getOrDefault("created[gte]", "0"));
        var before = Long.parseLong(query.getOrDefault("created[lt]", "9999999999"));
        var limit = Integer.parseInt(query.getOrDefault("limit", "10"));
        var expand = query.containsKey("expand[0]");
        var list = list(request.path());
        var start = query.containsKey("starting_after") ? indexOf(list, query.get("starting_after")) + 1 : 0;
        if (start < 0) {
            Answers.error(400, "No such object").send(exchange);
            return;
        }
        var chosen = new ArrayList<StripeObject>();
        for (var at = start; at < list.size() && chosen.size() <= limit; at++) {
            if (list.get(at).created() >= from && list.get(at).created() < before) {
                chosen.add(list.get(at));
            } else if (list.get(at).created() < from) {
                break;
            }
        }
        var page = chosen.subList(0, Math.min(limit, chosen.size()));
        Answers.json(200, Answers.list(page, expand, chosen.size() > limit)).send(exchange);
    }

    private List<StripeObject> list(String path) {
        return path.equals(CHARGES) ? charges : transactions;
    }

    /** Or -2, if there is none. */
    private static int indexOf(List<StripeObject> list, String id) {
        for (var at = 0; at < list.size(); at++) {
            if (list.get(at).id().equals(id)) {
                return at;
            }
        }
        return -2;
    }

    private static Request request(HttpExchange exchange) {
        var query = new HashMap<String, String>();
        var raw = exchange.getRequestURI().getRawQuery();
        for (var pair : raw == null ? new String[0] : raw.split("&", -1)) {
            var parts = pair.split("=", 2);
            query.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
        }
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new Request(exchange.getRequestURI().getPath(), query, headers);
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "fake-stripe");
        thread.setDaemon(true);
        return thread;
    }
}
