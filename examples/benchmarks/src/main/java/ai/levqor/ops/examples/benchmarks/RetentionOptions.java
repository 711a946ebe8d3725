package ai.levqor.ops.examples.benchmarks;

import java.util.Iterator;
import java.util.List;

/**
 * How much to measure.
 *
 * @param events of the days that are counted at once
 * @param users who could be active
 * @param days that are counted at once
 * @param rounds of each contest
 * @param history how many times the log is multiplied for the second run of the nights; 1 leaves that out
 * @param millions users who are counted in a small heap; 0 leaves that out
 */
record RetentionOptions(long events, int users, int days, int rounds, int history, int millions) {
    static final String USAGE =
            "retention [--events N] [--users N] [--days N] [--rounds N] [--history N] [--millions N]";

    private static final RetentionOptions DEFAULT = new RetentionOptions(10_000_000, 1_000_000, 90, 3, 10, 100);

    /**
     * Reads the command line.
     *
     * @throws BadOptionException naming the option and its rule
     */
    static RetentionOptions parse(List<String> words) {
        var options = DEFAULT;
        for (var word = words.iterator(); word.hasNext(); ) {
            options = options.with(word.next(), word);
        }
        return options;
    }

    private RetentionOptions with(String option, Iterator<String> words) {
        return switch (option) {
            case "--events" ->
                new RetentionOptions(number(option, words, 1, 1_000_000_000), users, days, rounds, history, millions);
            case "--users" ->
                new RetentionOptions(events, number(option, words, 1, 100_000_000), days, rounds, history, millions);
            case "--days" ->
                new RetentionOptions(events, users, number(option, words, 30, 366), rounds, history, millions);
            case "--rounds" ->
                new RetentionOptions(events, users, days, number(option, words, 1, 20), history, millions);
            case "--history" ->
                new RetentionOptions(events, users, days, rounds, number(option, words, 1, 20), millions);
            case "--millions" ->
                new RetentionOptions(events, users, days, rounds, history, number(option, words, 0, 1_000));
            default -> throw new BadOptionException("unknown option " + option);
        };
    }

    private static int number(String option, Iterator<String> words, int least, int most) {
        var text = words.hasNext() ? words.next() : "";
        if (text.matches("\\d{1,10}")) {
            var number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw new BadOptionException(
                "%s must be an integer from %d to %d, was '%s'".formatted(option, least, most, text));
    }
}
