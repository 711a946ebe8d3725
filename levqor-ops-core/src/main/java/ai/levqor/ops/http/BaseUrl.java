package ai.levqor.ops.http;

import ai.levqor.ops.spi.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a service that is told a secret: it may be in clear on this machine alone. */
public final class BaseUrl {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private BaseUrl() {}

    /**
     * An address without the slashes at its end.
     *
     * @param setting where it comes from
     * @param text its value
     * @param example one that would do
     * @throws ConfigurationException if it is neither https nor http on this machine, or has a user, a query or a fragment;
     *     the value is not repeated
     */
    public static String of(String setting, String text, String example) {
        var rule = setting + " must be an https:// address without user, query and fragment, such as " + example
                + "; http:// only for localhost, 127.0.0.1 or [::1]";
        try {
            var url = new URI(text);
            if (isBare(url) && isSafe(url)) {
                return text.replaceFirst("/+$", "");
            }
        } catch (URISyntaxException e) {
            throw new ConfigurationException(rule);
        }
        throw new ConfigurationException(rule);
    }

    private static boolean isBare(URI url) {
        return url.getHost() != null
                && url.getPort() <= 65535
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static boolean isSafe(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme())
                        && LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT))
                                .matches());
    }
}
