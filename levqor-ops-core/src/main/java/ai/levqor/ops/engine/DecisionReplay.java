package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.policy.scale.ScalePolicy;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Derives recorded decisions again, from the state and the observation in their lines.
 *
 * <p><b>Threading:</b> safe for many threads.
 *
 * @param <S> what the policy remembers
 */
public final class DecisionReplay<S> {
    /** As lines are read: every digit of a number stays. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ScalePolicy<S> policy;
    private final StateCodec<S> codec;
    private final String mark;

    /** By this policy, with its settings. */
    public DecisionReplay(ScalePolicy<S> policy, StateCodec<S> codec) {
        this.policy = policy;
        this.codec = codec;
        this.mark = DecisionMark.of(policy);
    }

    /** What became of a line. */
    public enum Verdict {
        /** The same decision comes out, letter by letter. */
        SAME,
        /** Another one comes out, or none: somebody has changed the line, or the policy. */
        DIFFERS,
        /** The line is of another policy, or of other settings, or does not say of which. */
        OTHER_POLICY,
        /** The line is none of a scale decision. */
        FOREIGN
    }

    /** Derives the decision of a line again. */
    public Verdict judge(JsonNode line) {
        if (!line.path("kind").asText().equals("scale")) {
            return Verdict.FOREIGN;
        }
        if (!line.path("policy").asText().equals(mark)) {
            return Verdict.OTHER_POLICY;
        }
        try {
            var state = codec.decode(line.required("state").asText());
            var seen = ScaleJson.observation(line.required("seen"));
            var derived = ScaleJson.decision(policy.decide(state, seen).decision());
            return JSON.readTree(derived.toString())
                            .toString()
                            .equals(line.path("decision").toString())
                    ? Verdict.SAME
                    : Verdict.DIFFERS;
        } catch (JsonProcessingException | RuntimeException e) {
            return Verdict.DIFFERS;
        }
    }
}
