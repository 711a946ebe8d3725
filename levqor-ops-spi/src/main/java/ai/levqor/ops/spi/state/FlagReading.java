package ai.levqor.ops.spi.state;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The flags as a store gave them.
 *
 * @param flags what holds now: the store's content, or the last good one if the content is bad, or the defaults
 * @param version changes with each change of the store's content; compared for equality only
 * @param stored whether the store has content at all; {@code false} means {@code flags} are defaults
 * @param problem why the store's content could not be used, in words for a person, without its values; empty if all is
 *     well. While there is one, writes are refused
 */
public record FlagReading(Flags flags, String version, boolean stored, Optional<String> problem) {

    public FlagReading {
        requireNonNull(flags, "flags");
        requireNonNull(version, "version");
        requireNonNull(problem, "problem");
    }
}
