package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.state.Flags;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The {@link Flags} in the text of {@code flags.json}, and the rule of each. */
final class FlagsJson {
    /** A longer file is no flags file. */
    static final int MOST_BYTES = 64 * 1024;

    /** Of a file that is not there yet. */
    static final FlagsJson NEW = parse("{}\n".getBytes(UTF_8));

    private final JsonText text;
    private final Flags flags;

    private FlagsJson(JsonText text) {
        this.text = text;
        this.flags = new Flags(
                workerCount(),
                flag("AUTOSCALE_ENABLED"),
                flag("INCIDENT_AUTORECOVER"),
                flag("NEW_QUEUE_ENABLED"),
                text.value("LAST_AUTOSCALE").flatMap(FlagsJson::time),
                text.value("updated_at").flatMap(FlagsJson::time));
    }

    /**
     * Reads the file's content.
     *
     * @throws ConfigurationException naming what is wrong and its rule, never a value
     */
    static FlagsJson parse(byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new ConfigurationException("the content must be at most " + MOST_BYTES / 1024 + " kB");
        }
        return new FlagsJson(JsonText.parse(content));
    }

    /** The flags, with the defaults for keys that are missing. */
    Flags flags() {
        return flags;
    }

    /** The file's content with other flags in it; a value that stays the same stays as it is written. */
    byte[] with(Flags next) {
        var before = values(flags);
        var changes = values(next);
        changes.entrySet()
                .removeIf(each ->
                        text.value(each.getKey()).isPresent() && each.getValue().equals(before.get(each.getKey())));
        return text.with(changes);
    }

    /** The values as JSON, by key in the order of a new file. */
    private static Map<String, String> values(Flags flags) {
        var values = new LinkedHashMap<String, String>();
        values.put("WORKER_COUNT", String.valueOf(flags.workerCount()));
        values.put("AUTOSCALE_ENABLED", String.valueOf(flags.autoscaleEnabled()));
        values.put("INCIDENT_AUTORECOVER", String.valueOf(flags.incidentAutorecover()));
        values.put("NEW_QUEUE_ENABLED", String.valueOf(flags.newQueueEnabled()));
        values.put("LAST_AUTOSCALE", json(flags.lastAutoscale()));
        values.put("updated_at", json(flags.updatedAt()));
        return values;
    }

    private static String json(Optional<Instant> time) {
        return time.map(at -> "\"" + at + "\"").orElse("null");
    }

    private int workerCount() {
        var value = text.value("WORKER_COUNT").orElse(String.valueOf(Flags.DEFAULTS.workerCount()));
        var count = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
        if (count < Flags.FEWEST_WORKERS || count > Flags.MOST_WORKERS) {
            throw new ConfigurationException(
                    "WORKER_COUNT must be an integer from " + Flags.FEWEST_WORKERS + " to " + Flags.MOST_WORKERS);
        }
        return count;
    }

    private boolean flag(String key) {
        return switch (text.value(key).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigurationException(key + " must be true or false");
        };
    }

    /** The time that a JSON string holds; empty for any other value. */
    private static Optional<Instant> time(String json) {
        try {
            return json.startsWith("\"")
                    ? Optional.of(Instant.parse(json.substring(1, json.length() - 1)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
