package ai.levqor.ops.examples.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs one command of the lab. Ends with 0, with 1 if it cannot write, with 2 if misused or given a bad file. */
final class LabMain {
    private static final String NAME = "examples/lab/lab";
    private static final List<String> HELP = List.of("--help", "-h", "help");

    private final List<Command> commands = List.of(new ForecastCommand(), new RetentionCommand());

    /** The command line's entry. */
    public static void main(String[] words) {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var status = new LabMain().run(List.of(words), out, System.err);
        out.flush();
        System.exit(status);
    }

    /** Runs and returns the exit status. */
    int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.isEmpty()) {
            err.print(usage());
            return 2;
        }
        if (HELP.contains(words.get(0))) {
            out.print(usage());
            return 0;
        }
        for (var command : commands) {
            if (command.name().equals(words.get(0))) {
                return run(command, words.subList(1, words.size()), out, err);
            }
        }
        err.println(NAME + ": there is no command '" + words.get(0) + "'");
        err.print(usage());
        return 2;
    }

    private static int run(Command command, List<String> words, PrintStream out, PrintStream err) {
        if (words.stream().anyMatch(HELP::contains)) {
            out.print(command.usage());
            return 0;
        }
        try {
            command.run(words, out);
            return 0;
        } catch (BadInputException e) {
            err.println(NAME + " " + command.name() + ": " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println(NAME + " " + command.name() + ": cannot write: " + e);
            return 1;
        }
    }

    private String usage() {
        var usage = new StringBuilder("Usage: " + NAME + " COMMAND [options]\n\n");
        for (var command : commands) {
            usage.append("  %-12s %s%n".formatted(command.name(), command.summary()));
        }
        return usage.append("\n")
                .append(NAME)
                .append(" COMMAND --help says more.\n")
                .toString();
    }
}
