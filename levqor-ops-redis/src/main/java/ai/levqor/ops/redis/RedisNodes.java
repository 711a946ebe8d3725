package ai.levqor.ops.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Which server to ask for a key: the one of {@code REDIS_URL}; the master that sentinels name; or, in a cluster, the node
 * that the others have pointed at.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class RedisNodes {
    private final RedisSettings settings;
    private final Map<Integer, HostAndPort> bySlot = new ConcurrentHashMap<>();
    private final Set<HostAndPort> seen = ConcurrentHashMap.newKeySet();
    private volatile Optional<HostAndPort> master = Optional.empty();

    RedisNodes(RedisSettings settings) {
        this.settings = settings;
    }

    /** Whom to ask for this key, the likeliest first. */
    List<HostAndPort> candidates(String key) {
        if (settings.sentinelMaster().isPresent()) {
            return List.of(master());
        }
        var candidates = new LinkedHashSet<HostAndPort>();
        var slotted = bySlot.get(JedisClusterCRC16.getSlot(key));
        if (slotted != null) {
            candidates.add(slotted);
        }
        candidates.add(settings.address().at());
        candidates.addAll(settings.others());
        candidates.addAll(seen);
        return new ArrayList<>(candidates);
    }

    /** Learns from a cluster that the key is at this node. */
    void moved(String key, HostAndPort to) {
        bySlot.put(JedisClusterCRC16.getSlot(key), to);
        seen.add(to);
    }

    /** The server that was asked for the key is not the one to ask, or is gone. */
    void forget(String key) {
        bySlot.remove(JedisClusterCRC16.getSlot(key));
        master = Optional.empty();
    }

    private HostAndPort master() {
        var known = master;
        if (known.isPresent()) {
            return known.get();
        }
        var found = Stream.concat(Stream.of(settings.address().at()), settings.others().stream())
                .map(this::masterBy)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> RedisFault.notSent(
                        "no sentinel names the master "
                                + settings.sentinelMaster().orElseThrow(),
                        null));
        master = Optional.of(found);
        return found;
    }

    /** What one sentinel says; empty if it does not answer or does not know. */
    private Optional<HostAndPort> masterBy(HostAndPort sentinel) {
        var address = settings.address();
        var nobody = new RedisAddress(sentinel, address.tls(), "", "", 0);
        try (var link = RedisLink.open(sentinel, nobody, settings.timeout())) {
            var reply = link.ask(
                    Words.of(
                            "SENTINEL",
                            "get-master-addr-by-name",
                            settings.sentinelMaster().orElseThrow()),
                    Duration.ZERO);
            if (reply == null) {
                return Optional.empty();
            }
            var words = Reply.texts(reply);
            return Optional.of(new HostAndPort(words.get(0), Integer.parseInt(words.get(1))));
        } catch (RedisFault e) {
            LoggerFactory.getLogger(RedisNodes.class).debug("sentinel {} does not help", sentinel, e);
            return Optional.empty();
        }
    }
}
