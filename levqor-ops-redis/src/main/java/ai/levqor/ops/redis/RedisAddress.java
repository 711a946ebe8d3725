package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import redis.clients.jedis.HostAndPort;

/**
 * Where a Redis server is, and as whom to speak to it.
 *
 * @param tls whether to speak TLS, and to insist on a certificate for the host
 * @param user the user; empty for the server's default
 * @param password the password; empty for none
 * @param database the number of the database
 */
record RedisAddress(HostAndPort at, boolean tls, String user, String password, int database) {
    private static final String RULE =
            "REDIS_URL must be redis:// or rediss:// and [user:password@]host[:port][/database]";
    private static final int USUAL_PORT = 6379;

    /**
     * Reads {@code REDIS_URL}. No message repeats what it holds.
     *
     * @throws ConfigurationException if it breaks its rule
     */
    static RedisAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Neither its message nor itself as the cause: both repeat the address with its password.
            throw new ConfigurationException(RULE + "; a character in user or password may have to be written as %XX");
        }
        var scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw new ConfigurationException(RULE);
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getPort() == 0) {
            throw new ConfigurationException(RULE + "; there is no host in it, or something beside these");
        }
        var port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        if (port > 65_535) {
            throw new ConfigurationException(RULE + "; a port is at most 65535");
        }
        var who = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        var colon = who.indexOf(':');
        return new RedisAddress(
                new HostAndPort(uri.getHost(), port),
                scheme.equals("rediss"),
                decoded(colon < 0 ? who : who.substring(0, colon)),
                decoded(colon < 0 ? "" : who.substring(colon + 1)),
                database(uri.getRawPath()));
    }

    private static int database(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/[0-9]{1,5}")) {
            throw new ConfigurationException(RULE + "; the database is a number");
        }
        return Integer.parseInt(path.substring(1));
    }

    private static String decoded(String text) {
        // A plus is a plus here, unlike in a form.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + at + "/" + database;
    }
}
