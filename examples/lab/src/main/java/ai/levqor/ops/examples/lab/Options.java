package ai.levqor.ops.examples.lab;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of the form {@code --name value}, and flags {@code --name}; if one is given twice, the last one counts. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    private Options() {}

    /**
     * Reads the words.
     *
     * @throws BadInputException naming the option and its rule
     */
    static Options parse(List<String> words, Set<String> allowed) {
        return parse(words, allowed, Set.of());
    }

    /**
     * Reads the words.
     *
     * @param flags that are followed by no value
     * @throws BadInputException naming the option and its rule
     */
    static Options parse(List<String> words, Set<String> allowed, Set<String> flags) {
        var options = new Options();
        for (int at = 0; at < words.size(); at += 2) {
            var name = words.get(at);
            if (flags.contains(name)) {
                options.values.put(name, "");
                at--;
                continue;
            }
            if (!allowed.contains(name)) {
                throw new BadInputException("unknown option '" + name + "'; --help lists them");
            }
            var value = at + 1 < words.size() ? words.get(at + 1) : "";
            if (value.isBlank() || value.startsWith("--")) {
                throw new BadInputException(name + " needs a value");
            }
            options.values.put(name, value);
        }
        return options;
    }

    /** Whether a flag is there, or an option. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * Some options are not for everything.
     *
     * @throws BadInputException if one of these is there
     */
    void refuse(String with, String... names) {
        for (var name : names) {
            if (has(name)) {
                throw new BadInputException(name + " does not go with " + with);
            }
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    int number(String name, int unset, int least, int most) {
        return text(name).map(text -> number(name, text, least, most)).orElse(unset);
    }

    /** Parted by commas, each once, in their order. */
    List<Integer> numbers(String name, List<Integer> unset, int least, int most) {
        return text(name)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(word -> number(name, word, least, most))
                        .distinct()
                        .toList())
                .orElse(unset);
    }

    private static int number(String name, String text, int least, int most) {
        var rule = name + " must be a whole number from " + least + " to " + most + ", was '" + text + "'";
        try {
            var number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadInputException(rule, e);
        }
        throw new BadInputException(rule);
    }

    Optional<Path> path(String name) {
        return Optional.ofNullable(values.get(name)).map(text -> path(name, text));
    }

    Path requiredPath(String name) {
        return path(name).orElseThrow(() -> new BadInputException(name + " is required; --help says more"));
    }

    private static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadInputException(name + " must be a path, was '" + text + "'", e);
        }
    }
}
