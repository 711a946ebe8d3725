package ai.levqor.ops.examples.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** One thing that the lab does. */
interface Command {

    /** The word that calls it. */
    String name();

    /** What it does, in half a line. */
    String summary();

    /** How it is called; whole lines. */
    String usage();

    /**
     * Does it, and prints to {@code out} what came of it.
     *
     * @param words what follows the command's name
     * @throws BadInputException if the words or a file named by them break a rule
     * @throws IOException if a file cannot be written
     */
    void run(List<String> words, PrintStream out) throws IOException;
}
