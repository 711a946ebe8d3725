package ai.levqor.ops.examples.backend;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * The command line.
 *
 * @param port to listen on; 0 takes any free one
 * @param runFor when to stop by itself; empty serves until it is told to stop
 * @param trace a recorded load to play; empty plays the built-in story
 * @param speed seconds of the trace that pass in one second
 * @param data the folder for flags, token and logs
 * @param help whether only the usage is asked for
 */
record Arguments(int port, Optional<Duration> runFor, Optional<Path> trace, double speed, Path data, boolean help) {

    static final String USAGE = """
            Usage: examples/backend/run [--port N] [--minutes N] [--trace FILE [--speed N]] [--data DIR]

              --port N      port on 127.0.0.1, default 8080; 0 takes any free one and prints it
              --minutes N   stop after N minutes; without it, serve until Ctrl-C
              --trace FILE  play a recorded load, epoch_s,arrivals (.csv or .csv.gz), instead of the story
              --speed N     play the trace N times as fast, default 60
              --data DIR    folder for flags, token and logs, default examples/backend/data
              --help        print this
            """;

    /**
     * Reads the command line. If an option is given twice, the last one counts.
     *
     * @throws BadArgumentException naming the option and its rule
     */
    static Arguments parse(List<String> words) {
        var parser = new Parser(words.iterator());
        while (parser.words.hasNext()) {
            parser.option(parser.words.next());
        }
        return parser.result();
    }

    private static final class Parser {
        private final Iterator<String> words;
        private int port = 8080;
        private Optional<Duration> runFor = Optional.empty();
        private Optional<Path> trace = Optional.empty();
        private Optional<Double> speed = Optional.empty();
        private Path data = Path.of("data");
        private boolean help;

        Parser(Iterator<String> words) {
            this.words = words;
        }

        void option(String name) {
            switch (name) {
                case "--port" -> port = (int) number(name, "an integer from 0 to 65535", Parser::isPort);
                case "--minutes" -> runFor = Optional.of(minutes(name));
                case "--trace" -> trace = Optional.of(path(name));
                case "--speed" ->
                    speed = Optional.of(number(name, "a number above 0, at most 1000000", n -> n > 0 && n <= 1e6));
                case "--data" -> data = path(name);
                case "--help", "-h" -> help = true;
                default -> throw new BadArgumentException("unknown option " + name);
            }
        }

        Arguments result() {
            if (speed.isPresent() && trace.isEmpty() && !help) {
                throw new BadArgumentException("--speed is for a trace; give --trace FILE too");
            }
            return new Arguments(port, runFor, trace, speed.orElse(60.0), data, help);
        }

        private static boolean isPort(double number) {
            return number >= 0 && number <= 65_535 && number == Math.rint(number);
        }

        private Duration minutes(String name) {
            var minutes = number(name, "a number above 0, at most 10000", n -> n > 0 && n <= 10_000);
            return Duration.ofMillis(Math.round(minutes * 60_000));
        }

        private double number(String name, String rule, DoublePredicate allowed) {
            var text = value(name);
            try {
                var number = Double.parseDouble(text);
                if (allowed.test(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new BadArgumentException(name + " must be " + rule + ", was '" + text + "'", e);
            }
            throw new BadArgumentException(name + " must be " + rule + ", was '" + text + "'");
        }

        private Path path(String name) {
            var text = value(name);
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new BadArgumentException(name + " must be a path, was '" + text + "'", e);
            }
        }

        private String value(String name) {
            var text = words.hasNext() ? words.next() : "";
            if (text.isBlank() || text.startsWith("--")) {
                throw new BadArgumentException(name + " needs a value");
            }
            return text;
        }
    }
}
