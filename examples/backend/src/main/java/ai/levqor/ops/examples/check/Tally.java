package ai.levqor.ops.examples.check;

import ai.levqor.ops.examples.check.Seen.Unmet;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Prints PASS, FAIL or SKIP a line, and remembers whether one failed. */
final class Tally {
    private final PrintStream out;
    private boolean failed;

    Tally(PrintStream out) {
        this.out = out;
    }

    void check(String name, Seen answer, Consumer<Seen> expectation) {
        try {
            expectation.accept(answer);
            out.println("PASS " + name);
        } catch (Unmet e) {
            failed = true;
            out.println("FAIL " + name + ": " + e.getMessage());
        }
    }

    void skip(String name, String why) {
        out.println("SKIP " + name + ": " + why);
    }

    boolean allPassed() {
        return !failed;
    }
}
