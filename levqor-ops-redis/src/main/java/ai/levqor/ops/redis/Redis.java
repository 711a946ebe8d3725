package ai.levqor.ops.redis;

import ai.levqor.ops.redis.RedisFault.Kind;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Asks Redis. Connections are opened when they are needed, kept while idle, and closed at any doubt; there is no thread. A
 * command is sent again only where the server has said that it was not carried out: to another node, or a script with its
 * text. What else failed is told, with what is known of it.
 *
 * <p><b>Threading:</b> safe for many threads; each call has a connection to itself. <b>Time:</b> the timeout for a connection,
 * and again for the answer. <b>Interrupts:</b> end a call at once.
 */
final class Redis implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_IDLE = 8;
    private static final long IDLE_UNCHECKED = Duration.ofSeconds(1).toNanos();

    private final RedisSettings settings;
    private final LongSupplier ticker;
    private final RedisNodes nodes;
    private final BackOff backOff;
    private final Map<HostAndPort, Deque<Idle>> idle = new ConcurrentHashMap<>();
    private volatile String lastWords = "there is no Redis to ask";
    private volatile boolean closed;

    /**
     * Opens nothing.
     *
     * @param ticker nanoseconds that nobody can set, such as {@link System#nanoTime}
     */
    Redis(RedisSettings settings, LongSupplier ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.nodes = new RedisNodes(settings);
        this.backOff = new BackOff(ticker);
    }

    RedisSettings settings() {
        return settings;
    }

    /**
     * Sends a command once.
     *
     * @param key a key it is about, which decides the node in a cluster
     * @param words the command and its arguments: texts, bytes, whole numbers
     * @return as in {@link RedisLink#ask}
     * @throws RedisFault if there is no answer
     */
    @Nullable
    Object ask(String key, Object... words) {
        return askWaiting(Duration.ZERO, key, words);
    }

    /** As {@link #ask}, for a command that the server may keep waiting so long. */
    @Nullable
    Object askWaiting(Duration patience, String key, Object... words) {
        return redirected(key, Words.of(words), patience);
    }

    /**
     * Runs a script.
     *
     * @param keys its keys, one at least; in a cluster all of one hash tag
     * @param arguments texts, bytes, whole numbers
     * @throws RedisFault if there is no answer
     */
    @Nullable
    Object run(Script script, List<String> keys, Object... arguments) {
        var words = script.command(keys, arguments);
        try {
            return ask(keys.get(0), words);
        } catch (RedisFault e) {
            if (!e.code().equals("NOSCRIPT")) {
                throw e;
            }
            words[0] = "EVAL";
            words[1] = script.text();
            return ask(keys.get(0), words);
        }
    }

    /**
     * Sends commands over one connection, each before the one before it is answered, so that the server has the next at hand.
     * None is sent again, wherever the server points.
     *
     * @param key a key they are all about
     * @throws RedisFault if there is no answer to one; what is known of it is known of those that were sent after it, too
     */
    void overlapping(String key, Overlapping.Sequence commands) {
        var link = link(key);
        try {
            Overlapping.exchange(link, commands);
            give(link);
        } catch (RuntimeException e) {
            link.close();
            forget(key, link.at());
            throw e;
        }
    }

    /**
     * Two connections to whoever has a key, for what is about that key alone. Nothing is sent again.
     *
     * @throws RedisFault if there are no two connections, and nothing was said; and what the talk throws, after which both are
     *     closed
     */
    void talk(String key, Talk talk) {
        var first = link(key);
        var second = beside(first, key);
        try {
            talk.over(first, second);
            give(second);
            give(first);
        } catch (RuntimeException e) {
            second.close();
            first.close();
            forget(key, first.at());
            throw e;
        }
    }

    /** Another connection to the same server. If there is none, the first is kept: it may be all that the server gives us. */
    private RedisLink beside(RedisLink first, String key) {
        try {
            var second = link(key);
            if (second.at().equals(first.at())) {
                return second;
            }
            give(second);
            throw RedisFault.notSent("another server has " + key + " now", null);
        } catch (RedisFault e) {
            give(first);
            throw e;
        }
    }

    /** What is said over two connections. When it returns, nothing is left to say or to hear. */
    @FunctionalInterface
    interface Talk {
        void over(RedisLink first, RedisLink second);
    }

    private @Nullable Object redirected(String key, byte[][] words, Duration patience) {
        RedisFault last = null;
        HostAndPort asking = null;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            var link = asking == null ? link(key) : open(asking);
            try {
                if (asking != null) {
                    var unused = link.ask(Words.of("ASKING"), Duration.ZERO);
                }
                var reply = link.ask(words, patience);
                give(link);
                return reply;
            } catch (RedisFault e) {
                if (e.kind() == Kind.REFUSED && !Refusals.elsewhere(e.code())) {
                    give(link);
                } else {
                    link.close();
                    forget(key, link.at());
                }
                if (!(e.getCause() instanceof JedisRedirectionException to)) {
                    throw e;
                }
                last = e;
                if (e.code().equals("ASK")) {
                    asking = to.getTargetNode();
                } else {
                    asking = null;
                    nodes.moved(key, to.getTargetNode());
                }
            }
        }
        throw RedisFault.notSent("the nodes of the cluster point at each other for " + key, last);
    }

    /** A connection to whoever has the key. */
    private RedisLink link(String key) {
        if (closed) {
            throw RedisFault.notSent("Redis is not asked any more: the autopilot was closed", null);
        }
        RedisFault last = null;
        for (var at : nodes.candidates(key)) {
            var kept = kept(at);
            if (kept != null) {
                return kept;
            }
            if (!backOff.left().isZero()) {
                // Told in the same words as long as it lasts, so that logs can tell what is new.
                throw RedisFault.notSent(lastWords, last);
            }
            try {
                return open(at);
            } catch (RedisFault e) {
                nodes.forget(key);
                last = e;
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        backOff.failed();
        lastWords = last == null ? lastWords : String.valueOf(last.getMessage());
        throw last == null ? RedisFault.notSent("there is no Redis to ask", null) : last;
    }

    private RedisLink open(HostAndPort at) {
        var link = RedisLink.open(at, settings.address(), settings.timeout());
        backOff.worked();
        return link;
    }

    private @Nullable RedisLink kept(HostAndPort at) {
        var links = idle.get(at);
        while (links != null) {
            var found = links.pollFirst();
            if (found == null) {
                return null;
            }
            if (ticker.getAsLong() - found.since < IDLE_UNCHECKED || found.link.alive()) {
                return found.link;
            }
            found.link.close();
        }
        return null;
    }

    private void give(RedisLink link) {
        var links = idle.computeIfAbsent(link.at(), at -> new ConcurrentLinkedDeque<>());
        if (links.size() >= MOST_IDLE || closed) {
            link.close();
        } else {
            links.addFirst(new Idle(link, ticker.getAsLong()));
        }
        if (closed) {
            closeIdle();
        }
    }

    /** Closes what is idle at a server that failed or is no longer the one to ask. */
    private void forget(String key, HostAndPort at) {
        nodes.forget(key);
        var links = idle.remove(at);
        if (links != null) {
            links.forEach(each -> each.link.close());
        }
    }

    /** Closes the idle connections, and every other when its call is over. Later calls fail. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        idle.values().forEach(links -> {
            for (var each = links.pollFirst(); each != null; each = links.pollFirst()) {
                each.link.close();
            }
        });
    }

    private record Idle(RedisLink link, long since) {}
}
