package ai.levqor.ops.redis;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.UnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Asks a server how it is, and judges whether it is fit. What its user may not ask is unknown, and no fault.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class ServerJudge {
    private static final List<String> SETTINGS = List.of("maxmemory-policy", "appendonly", "appendfsync", "save");

    private final StoreClient client;

    ServerJudge(StoreClient client) {
        this.client = client;
    }

    /** @throws UnavailableException if the server does not answer */
    Judgement judge() {
        return Judgement.of(info(), settings());
    }

    private Map<String, String> info() {
        var facts = new HashMap<String, String>();
        try {
            var key = client.key("state");
            for (var line : Reply.text(client.ask(key, "INFO")).split("\r?\n", -1)) {
                var colon = line.indexOf(':');
                if (colon > 0) {
                    facts.put(line.substring(0, colon), line.substring(colon + 1));
                }
            }
        } catch (UnavailableException e) {
            requireRefused(e);
        }
        return facts;
    }

    private Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        try {
            for (var name : SETTINGS) {
                var pair = Reply.texts(client.ask(client.key("state"), "CONFIG", "GET", name));
                if (pair.size() == 2) {
                    settings.put(name, pair.get(1));
                }
            }
        } catch (UnavailableException e) {
            requireRefused(e);
        }
        return settings;
    }

    private static void requireRefused(UnavailableException e) {
        if (!(e.getCause() instanceof RedisFault fault) || fault.kind() != Kind.REFUSED || isPassing(fault.code())) {
            throw e;
        }
        LoggerFactory.getLogger(ServerJudge.class).debug("Redis does not let itself be asked how it is", e);
    }

    /** The server answers nobody now, or not this user in anything. */
    private static boolean isPassing(String code) {
        return List.of("BUSY", "LOADING", "NOAUTH", "WRONGPASS", "MASTERDOWN", "CLUSTERDOWN")
                .contains(code);
    }
}
