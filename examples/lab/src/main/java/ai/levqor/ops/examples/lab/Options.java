package ai.levqor.ops.examples.lab;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of the form {@code --name value}; if one is given twice, the last one counts. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    private Options() {}

    /**
     * Reads the words.
     *
     * @throws BadInputException naming the option and its rule
     */
    static Options parse(List<String> words, Set<String> allowed) {
        var options = new Options();
        for (int at = 0; at < words.size(); at += 2) {
            var name = words.get(at);
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
