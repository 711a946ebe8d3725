package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.WorkQueueProvider;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the providers of the layouts share: an id, and {@code REDIS_URL} beside settings of their own. */
abstract class LayoutProvider implements WorkQueueProvider {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\s]{1,200}");

    private final String id;
    private final Set<String> required;

    LayoutProvider(String id, String... own) {
        this.id = id;
        this.required =
                Stream.concat(Stream.of(RedisSettings.URL), Stream.of(own)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final Set<String> requiredSettings() {
        return required;
    }

    static Redis redis(Settings settings) {
        return new Redis(RedisSettings.of(settings), System::nanoTime);
    }

    /** A name of a queue, as the layout's own library has it. */
    static String name(String setting, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new ConfigurationException(
                    setting + " must be of 1 to 200 characters without white space, was '" + value + "'");
        }
        return value;
    }
}
