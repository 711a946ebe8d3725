package ai.levqor.ops.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a server is that a part lives on, by its own word.
 *
 * @param version such as {@code 7.0.15}; {@code unknown} if it does not say
 * @param durability what outlasts its end
 * @param warnings what is unwise or wrong with it, in words for a person; without secrets
 */
public record ServerCondition(String version, Durability durability, List<String> warnings) {

    public ServerCondition {
        requireNonNull(version, "version");
        requireNonNull(durability, "durability");
        warnings = List.copyOf(warnings);
    }

    /** What outlasts the end of a server, as its settings have it. What its host's disk and replicas do is not known. */
    public enum Durability {
        /** It does not let itself be asked. */
        UNKNOWN,
        /** Nothing is kept. */
        NONE,
        /** What was there at the last snapshot, or at the last time the operating system wrote the log. */
        SNAPSHOTS,
        /** All but the last second or two. */
        EVERYSEC,
        /** All that was answered. */
        ALWAYS
    }
}
