package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.ServerClock;
import ai.levqor.ops.spi.ServerCondition;
import ai.levqor.ops.spi.ServerReporting;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.StateStore;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each value in Redis, in a hash of its own, {@code {levqor}:state:KEY}, with the fields {@code version} and {@code
 * value}. Whether a write was made whose answer was lost is asked once more before it is called unknown. A hash may be removed
 * by hand: the key has no value then; one that something else wrote is a fault, and stays as it is.
 *
 * <p>What the server's settings are worth for this is logged once, after the first use, and is part of the self-check.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> two timeouts, {@code OPS_REDIS_TIMEOUT} each; at the first use and
 * in a self-check some more. <b>Interrupts:</b> end a call at once.
 */
public final class RedisStateStore implements StateStore, SelfCheck, ServerClock, ServerReporting, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStateStore.class);
    private static final Script WRITE = Script.named("state-write");
    private static final Script PROBE = Script.named("probe");
    private static final int PROBE_MILLIS = 60_000;

    private final StoreClient client;
    private final ServerJudge judge;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * A store on the server of {@code REDIS_URL}. Opens nothing.
     *
     * @throws ai.levqor.ops.spi.ConfigurationException if a setting breaks its rule
     */
    public RedisStateStore(Settings settings) {
        this(StoreClient.of(settings));
    }

    RedisStateStore(StoreClient client) {
        this.client = client;
        this.judge = new ServerJudge(client);
    }

    @Override
    public Optional<Versioned> read(String key) {
        var hash = hash(key);
        var fields = Reply.list(client.ask(hash, "HMGET", hash, "version", "value"));
        tellOnce();
        var version = Reply.maybeText(fields.get(0));
        var value = Reply.maybeBytes(fields.get(1));
        if (version.isEmpty() && value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Versioned(
                version.orElseThrow(() -> damaged(hash, null)),
                text(hash, value.orElseThrow(() -> damaged(hash, null)))));
    }

    @Override
    public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
        var version = UUID.randomUUID().toString();
        var before = expected.map(there -> "=" + there).orElse("-");
        var answer = client.change(WRITE, List.of(hash(key)), before, version, StateStore.requireValue(value));
        tellOnce();
        return answer.made() ? Optional.of(version) : Optional.empty();
    }

    @Override
    public Instant serverTime() {
        var time = Reply.texts(client.ask(client.key("state"), "TIME"));
        try {
            return Instant.ofEpochSecond(Long.parseLong(time.get(0)), 1_000 * Long.parseLong(time.get(1)));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new UnavailableException("Redis did not say what time it is", e);
        }
    }

    /**
     * How the server is, as far as it lets itself be asked.
     *
     * @throws UnavailableException if it does not answer
     */
    @Override
    public ServerCondition condition() {
        return judge.judge().condition();
    }

    /** The server is fit for this, and a key of nobody's could be written, read and removed. */
    @Override
    public void selfCheck() {
        judge.judge().require();
        var probe = UUID.randomUUID().toString();
        var read = client.ask(PROBE, List.of(client.key("probe:" + probe)), probe, PROBE_MILLIS);
        if (!Reply.text(read).equals(probe)) {
            throw new UnavailableException("Redis gave back something else than was written");
        }
    }

    /** Closes the connections. Later calls fail. */
    @Override
    public void close() {
        client.close();
    }

    private void tellOnce() {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        try {
            judge.judge().tell(LOG);
        } catch (UnavailableException e) {
            // What was asked for has been done, and whether the server is fit can be told after the next call.
            told.set(false);
            LOG.debug("how the Redis server is cannot be told now", e);
        }
    }

    private String hash(String key) {
        return client.key("state:" + StateStore.requireKey(key));
    }

    private static String text(String hash, byte[] value) {
        try {
            if (value.length > MOST_BYTES) {
                throw damaged(hash, null);
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            throw damaged(hash, e);
        }
    }

    private static UnavailableException damaged(String hash, @Nullable Throwable cause) {
        return new UnavailableException(hash + " is damaged; remove it to start without its value", cause);
    }
}
