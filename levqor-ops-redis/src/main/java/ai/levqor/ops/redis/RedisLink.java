package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to one server. A command is sent once, and never again by itself.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
final class RedisLink implements AutoCloseable {
    private final HostAndPort at;
    private final Socket socket;
    private final Connection connection;
    private final Duration timeout;

    private RedisLink(HostAndPort at, Socket socket, Connection connection, Duration timeout) {
        this.at = at;
        this.socket = socket;
        this.connection = connection;
        this.timeout = timeout;
    }

    /**
     * Connects, and says who it is.
     *
     * @throws RedisFault if there is no connection ({@code NOT_SENT}), or the server refuses it ({@code REFUSED})
     */
    static RedisLink open(HostAndPort at, RedisAddress who, Duration timeout) {
        var socket = new Sockets(at, who.tls(), timeout).open();
        try {
            return new RedisLink(at, socket, new Connection(() -> socket, config(who, timeout)), timeout);
        } catch (JedisDataException e) {
            throw RedisFault.refused("the connection to " + at, String.valueOf(e.getMessage()), e);
        } catch (JedisException e) {
            throw RedisFault.notSent("Redis at " + at + " cannot be reached: " + why(e, who.tls()), e);
        }
    }

    private static String why(JedisException greeting, boolean tls) {
        if (greeting.getCause() instanceof SocketTimeoutException) {
            return "it does not answer who greets it";
        }
        var wanted = tls ? "does it want a certificate of ours?" : "does it want TLS (rediss://)?";
        return "it gave no answer that makes sense to who greeted it; " + wanted;
    }

    private static JedisClientConfig config(RedisAddress who, Duration timeout) {
        var config = DefaultJedisClientConfig.builder()
                .resp2()
                .autoNegotiateProtocol(false)
                .timeoutMillis(Math.toIntExact(timeout.toMillis()))
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .clientName("levqor-ops")
                .database(who.database());
        if (!who.password().isEmpty()) {
            config.password(who.password());
        }
        if (!who.user().isEmpty()) {
            config.user(who.user());
        }
        return config.build();
    }

    HostAndPort at() {
        return at;
    }

    /** Its bytes. Whoever uses them leaves nothing unsaid or unheard, or closes the connection. */
    Socket socket() {
        return socket;
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @param words the command and its arguments
     * @param patience how much longer than usual the answer may take
     * @return a {@code Long}, a {@code byte[]}, a {@code List} of these, or null
     * @throws RedisFault if there is none. After one that is not {@code REFUSED} the connection must be closed
     */
    @Nullable
    Object ask(byte[][] words, Duration patience) {
        var name = name(words);
        return answered(name, () -> {
            if (!patience.isZero()) {
                connection.setSoTimeout(Math.toIntExact(timeout.plus(patience).toMillis()));
            }
            command(words);
            var reply = connection.getOne();
            if (!patience.isZero()) {
                connection.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            }
            return reply;
        });
    }

    /**
     * Gives a command whose answer is waited for later, by {@link #receive}, which sends it at the latest. Answers come in the
     * order of the commands.
     *
     * @throws RedisFault as {@link #ask}; the connection must be closed
     */
    void send(byte[][] words) {
        var unused = answered(name(words), () -> {
            command(words);
            return null;
        });
    }

    /**
     * Waits for the answer to the first command that was sent and has none yet.
     *
     * @throws RedisFault as {@link #ask}; the connection must be closed if other answers are still to come
     */
    @Nullable
    Object receive(byte[][] words) {
        return answered(name(words), connection::getOne);
    }

    private void command(byte[][] words) {
        connection.sendCommand(() -> words[0], Arrays.copyOfRange(words, 1, words.length));
    }

    private static String name(byte[][] words) {
        return new String(words[0], US_ASCII);
    }

    private @Nullable Object answered(String name, Supplier<@Nullable Object> exchange) {
        try {
            return exchange.get();
        } catch (JedisConnectionException e) {
            throw RedisFault.unknown(
                    name + " had no answer from Redis at " + at + "; whether it was done is unknown", e);
        } catch (JedisDataException e) {
            throw RedisFault.refused(name, String.valueOf(e.getMessage()), e);
        } catch (JedisException e) {
            throw RedisFault.unknown(name + " had no answer that makes sense from Redis at " + at, e);
        }
    }

    /** Whether it still answers. */
    boolean alive() {
        try {
            var unused = ask(new byte[][] {"PING".getBytes(US_ASCII)}, Duration.ZERO);
            return true;
        } catch (RedisFault e) {
            // A connection that the server or the way to it closed while it was idle is no fault: another is opened.
            return e.kind() == RedisFault.Kind.REFUSED;
        }
    }

    @Override
    public void close() {
        try {
            connection.disconnect();
        } catch (JedisException e) {
            // It was broken, which is why it is closed; the socket is closed all the same.
            LoggerFactory.getLogger(RedisLink.class).debug("closing a connection to {}", at, e);
        }
    }
}
