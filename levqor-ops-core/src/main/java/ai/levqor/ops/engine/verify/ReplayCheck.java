package ai.levqor.ops.engine.verify;

import ai.levqor.ops.engine.DecisionReplay;
import ai.levqor.ops.engine.DecisionReplay.Verdict;
import ai.levqor.ops.store.JsonLog.Tail;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;

/** {@code replay}: the decisions that were recorded last can be derived again, bit for bit. */
public final class ReplayCheck {
    private static final int LINES = 100;

    private ReplayCheck() {}

    /**
     * Derives the last {@value #LINES} decisions again.
     *
     * @param log its last lines, so many at the most
     */
    public static Check of(IntFunction<Tail> log, DecisionReplay<?> replay) {
        return new Check("replay", () -> {
            var tail = log.apply(LINES);
            var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
            for (var line : tail.lines()) {
                var verdict = replay.judge(line);
                if (verdict == Verdict.DIFFERS) {
                    return Finding.failed("the decision recorded at " + at(line) + " comes out differently today");
                }
                verdicts.merge(verdict, 1, Integer::sum);
            }
            return finding(verdicts, tail.passedOver());
        });
    }

    private static Finding finding(Map<Verdict, Integer> verdicts, int torn) {
        var same = verdicts.getOrDefault(Verdict.SAME, 0);
        var words = new StringBuilder(
                same > 0 ? Words.count(same, "decision") + " derived again" : "no decision to derive");
        say(words, verdicts.getOrDefault(Verdict.OTHER_POLICY, 0), "of other settings or another policy");
        say(words, verdicts.getOrDefault(Verdict.FOREIGN, 0), "of something else");
        say(words, torn, "beyond reading");
        return same > 0 ? Finding.passed(words.toString()) : Finding.skipped(words.toString());
    }

    private static void say(StringBuilder words, int lines, String what) {
        if (lines > 0) {
            words.append("; passed over ")
                    .append(Words.count(lines, "line"))
                    .append(' ')
                    .append(what);
        }
    }

    private static String at(ObjectNode line) {
        return line.path("at").asText("an unknown time");
    }
}
