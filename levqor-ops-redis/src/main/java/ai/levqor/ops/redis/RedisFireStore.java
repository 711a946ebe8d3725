package ai.levqor.ops.redis;

import ai.levqor.ops.redis.SilentHolders.Hold;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps fires in Redis, those of each job in the hash {@code {levqor}:fires:JOB} and their order in {@code
 * {levqor}:fires:JOB:order}. Each change is one step on the server, and one whose answer was lost is asked for once more. The
 * newest 100 of each job are kept, and of the older ones the newest 20 that run. The times that people see are the server's.
 *
 * <p>What something else wrote there is a fault, and stays as it is; remove both keys to forget a job's runs.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> two timeouts, {@code OPS_REDIS_TIMEOUT} each, and twice that where
 * a dead holder is succeeded. <b>Interrupts:</b> end a call at once.
 */
public final class RedisFireStore implements FireStore, AutoCloseable {
    static final int KEPT = 100;
    static final int OLD_RUNNING = 20;

    private static final Script TAKE = Script.named("fire-take");
    private static final Script SUCCEED = Script.named("fire-succeed");
    private static final Script BEAT = Script.named("fire-beat");
    private static final Script SETTLE = Script.named("fire-settle");
    private static final Script NEWEST = Script.named("fire-newest");

    /** Each look but the first follows a change that somebody else made to the same fire. */
    private static final int LOOKS = 16;

    private final StoreClient client;
    private final LongSupplier ticker;
    private final SilentHolders silent;

    /**
     * A store on the server of {@code REDIS_URL}. Opens nothing.
     *
     * @throws ai.levqor.ops.spi.ConfigurationException if a setting breaks its rule
     */
    public RedisFireStore(Settings settings) {
        this(StoreClient.of(settings), System::nanoTime);
    }

    RedisFireStore(StoreClient client, LongSupplier ticker) {
        this.client = client;
        this.ticker = ticker;
        this.silent = new SilentHolders(ticker);
    }

    @Override
    public Taking take(Request request) {
        for (int look = 0; look < LOOKS; look++) {
            var taking = tryTake(request);
            if (taking.isPresent()) {
                return taking.get();
            }
        }
        throw new UnavailableException(
                request.fire().id() + " was changed by somebody else " + LOOKS + " times in a row");
    }

    @Override
    public boolean beat(Claim claim) {
        var answer = client.change(
                BEAT, List.of(fires(claim.fire().job())), at(claim.fire()), claim.owner(), claim.token(), once());
        return Reply.number(answer.reply()) == 1;
    }

    @Override
    public boolean settle(Claim claim, State state, String note) {
        if (state == State.RUNNING) {
            throw new IllegalArgumentException("state must say what became of the fire, was " + state);
        }
        var answer = client.change(
                SETTLE,
                List.of(fires(claim.fire().job())),
                at(claim.fire()),
                claim.owner(),
                claim.token(),
                state,
                FireStore.note(note));
        return Reply.number(answer.reply()) == 1;
    }

    @Override
    public List<Entry> newest(String job, int most) {
        if (!Fire.JOB.matcher(job).matches()) {
            throw new IllegalArgumentException("job must match " + Fire.JOB + ", was '" + job + "'");
        }
        if (most < 1) {
            throw new IllegalArgumentException("most must be 1 or more, was " + most);
        }
        var rows = Reply.list(client.ask(NEWEST, List.of(fires(job), order(job)), most));
        return rows.stream().map(row -> entry(job, row)).toList();
    }

    /** Closes the connections. Later calls fail. */
    @Override
    public void close() {
        client.close();
    }

    /** Empty if it is to be tried anew. */
    private Optional<Taking> tryTake(Request request) {
        var fire = request.fire();
        var asked = ticker.getAsLong();
        var keys = List.of(fires(fire.job()), order(fire.job()));
        var answer = client.change(TAKE, keys, at(fire), request.owner(), once(), KEPT, OLD_RUNNING);
        var row = ofFires(fire.job(), () -> Row.of(Reply.texts(answer.reply())));
        if (row.state != State.RUNNING) {
            silent.forget(fire);
            return Optional.of(new Taking.Over(row.state));
        }
        if (row.owner.equals(request.owner())) {
            return Optional.of(new Taking.Taken(new Claim(fire, row.owner, row.token)));
        }
        return silent.isDead(fire, row.hold(), request.lease(), asked)
                ? succeed(row, request)
                : Optional.of(new Taking.Held(row.owner));
    }

    private Optional<Taking> succeed(Row dead, Request request) {
        var fire = request.fire();
        var answer = client.change(
                SUCCEED,
                List.of(fires(fire.job())),
                at(fire),
                dead.token,
                dead.beat,
                once(),
                request.repeatable() ? request.owner() : "",
                "its holder died");
        var token = Reply.number(answer.reply());
        if (token == 0) {
            return Optional.empty();
        }
        silent.forget(fire);
        return Optional.of(
                request.repeatable()
                        ? new Taking.Taken(new Claim(fire, request.owner(), token))
                        : new Taking.Abandoned(dead.owner));
    }

    private static Entry entry(String job, @Nullable Object reply) {
        return ofFires(job, () -> {
            var row = Reply.texts(reply);
            return new Entry(
                    new Fire(job, Instant.parse(row.get(0))),
                    row.get(1),
                    State.valueOf(row.get(2)),
                    row.get(3),
                    Instant.ofEpochMilli(Long.parseLong(row.get(4))),
                    Optional.of(row.get(5))
                            .filter(settled -> !settled.isEmpty())
                            .map(settled -> Instant.ofEpochMilli(Long.parseLong(settled))));
        });
    }

    private static <T> T ofFires(String job, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException | UnavailableException e) {
            throw new UnavailableException(
                    "the fires of " + job + " in Redis are damaged, and are left as they are", e);
        }
    }

    private String fires(String job) {
        return client.key("fires:" + job);
    }

    private String order(String job) {
        return client.key("fires:" + job + ":order");
    }

    private static String at(Fire fire) {
        return fire.at().toString();
    }

    private static String once() {
        return UUID.randomUUID().toString();
    }

    /** What is to be known of a fire by who wants it. */
    private record Row(State state, String owner, long token, String beat) {

        static Row of(List<String> row) {
            return new Row(State.valueOf(row.get(0)), row.get(1), Long.parseLong(row.get(2)), row.get(3));
        }

        Hold hold() {
            return new Hold(String.valueOf(token), beat);
        }
    }
}
