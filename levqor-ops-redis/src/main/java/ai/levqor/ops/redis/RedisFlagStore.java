package ai.levqor.ops.redis;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FencedFlagStore;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the flags in Redis, in the hash {@code {levqor}:flags}, which people change too: {@code HSET {levqor}:flags
 * AUTOSCALE_ENABLED true}. Its fields and their texts are those of a file of flags; times are without quotes.
 *
 * <p><b>Reading</b> goes to the server each time. A field that is missing has its default; {@code LAST_AUTOSCALE} and {@code
 * updated_at} may be anything: what is no time counts as never. Content that is bad gives the last good flags and says what is
 * wrong; before there were good ones, the defaults. So does a server that does not answer; before it ever did, that is a fault.
 * A hash that is not there, never or no more, gives the defaults: {@code DEL {levqor}:flags} switches everything off.
 *
 * <p><b>Writing</b> compares all known fields and replaces those that change, in one step, under a lease's token if one is
 * given. Unknown fields stay. While the content is bad, nothing is written. Whether a write was made whose answer was lost is
 * asked once more, by the id that the last write leaves in {@code {levqor}:flags:write}; if it is unknown even then, because
 * the server does not answer or the flags were changed since, that is a fault.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> three timeouts, {@code OPS_REDIS_TIMEOUT} each. <b>Interrupts:</b>
 * end a call at once.
 */
public final class RedisFlagStore implements FencedFlagStore, SelfCheck, AutoCloseable {
    private static final Script WRITE = Script.named("flags-write");

    private final StoreClient client;
    private final String hash;
    private volatile @Nullable Flags lastGood;

    /**
     * A store on the server of {@code REDIS_URL}. Opens nothing.
     *
     * @throws ConfigurationException if a setting breaks its rule
     */
    public RedisFlagStore(Settings settings) {
        this(StoreClient.of(settings));
    }

    RedisFlagStore(StoreClient client) {
        this.client = client;
        this.hash = client.key("flags");
    }

    @Override
    public FlagReading read() {
        FlagFields fields;
        try {
            fields = fields();
        } catch (UnavailableException e) {
            var known = lastGood;
            if (known == null) {
                throw e;
            }
            return bad(known, "unreadable", hash + " cannot be read: " + e.getMessage());
        }
        try {
            var flags = fields.flags();
            lastGood = flags;
            return new FlagReading(flags, fields.version(), fields.stored(), Optional.empty());
        } catch (ConfigurationException e) {
            var known = lastGood;
            return bad(known == null ? Flags.DEFAULTS : known, fields.version(), hash + ": " + e.getMessage());
        }
    }

    @Override
    public boolean compareAndSet(FlagReading expected, Flags next) {
        return write(expected, next, List.of(hash, client.key("flags:write")), "");
    }

    @Override
    public boolean compareAndSet(FlagReading expected, Flags next, Lease under) {
        var keys = List.of(hash, client.key("flags:write"), client.key("lease:" + under.name()));
        return write(expected, next, keys, String.valueOf(under.token()));
    }

    /** The content is good. */
    @Override
    public void selfCheck() {
        try {
            var unused = fields().flags();
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    hash + ": " + e.getMessage() + ". Correct the field, or remove it to have its default", e);
        }
    }

    /** Closes the connections. Later writes fail, and later readings are the last good one, with a problem. */
    @Override
    public void close() {
        client.close();
    }

    private boolean write(FlagReading expected, Flags next, List<String> keys, String token) {
        requireNonNull(next, "next");
        var fields = fields();
        List<String> changes;
        try {
            changes = fields.changes(next);
        } catch (ConfigurationException e) {
            throw new UnavailableException(hash + " is bad and is not written; " + e.getMessage(), e);
        }
        if (!fields.version().equals(expected.version())) {
            return false;
        }
        var arguments = new ArrayList<Object>();
        arguments.add(UUID.randomUUID().toString());
        arguments.add(token);
        arguments.add(FlagFields.NAMES.size());
        arguments.addAll(FlagFields.NAMES);
        arguments.addAll(fields.marks());
        arguments.addAll(changes);
        return client.change(WRITE, keys, arguments.toArray()).made();
    }

    private FlagFields fields() {
        var words = new ArrayList<Object>(List.of("HMGET", hash));
        words.addAll(FlagFields.NAMES);
        return new FlagFields(Reply.list(client.ask(hash, words.toArray())).stream()
                .map(Reply::maybeBytes)
                .toList());
    }

    private static FlagReading bad(Flags known, String version, String problem) {
        return new FlagReading(known, version, true, Optional.of(problem));
    }
}
