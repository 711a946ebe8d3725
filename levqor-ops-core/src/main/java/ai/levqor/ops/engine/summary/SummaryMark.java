package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.ask.StateCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the summary of a date has come, as the fleet remembers it.
 *
 * @param date the date; the first day there is, if none was begun ever
 * @param phase how far
 * @param at when that was written
 * @param owner the instance that wrote it
 * @param told the outlets that have it, or may have it: one is added before it is asked, and taken out if it fails
 * @param written whether its line is in the log
 */
record SummaryMark(LocalDate date, Phase phase, Instant at, String owner, Set<String> told, boolean written) {
    static final SummaryMark NONE = new SummaryMark(LocalDate.EPOCH, Phase.SENT, Instant.EPOCH, "", Set.of(), true);
    static final StateCodec<SummaryMark> CODEC = new Codec();

    enum Phase {
        /** An instance is at it. */
        BEGUN,
        /** It was given back: something is still to be done. */
        OPEN,
        /** All is done. */
        SENT
    }

    SummaryMark {
        told = Set.copyOf(told);
    }

    SummaryMark with(Phase next, Instant now) {
        return new SummaryMark(date, next, now, owner, told, written);
    }

    SummaryMark telling(String outlet, Instant now) {
        var more = new HashSet<>(told);
        more.add(outlet);
        return new SummaryMark(date, phase, now, owner, more, written);
    }

    SummaryMark without(String outlet, Instant now) {
        var less = new HashSet<>(told);
        less.remove(outlet);
        return new SummaryMark(date, phase, now, owner, less, written);
    }

    SummaryMark line() {
        return new SummaryMark(date, phase, at, owner, told, true);
    }

    private static final class Codec implements StateCodec<SummaryMark> {
        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public String encode(SummaryMark mark) {
            var json = JSON.createObjectNode();
            json.put("date", mark.date().toString());
            json.put("phase", mark.phase().name().toLowerCase(Locale.ROOT));
            json.put("at", mark.at().toString());
            json.put("owner", mark.owner());
            var told = json.putArray("told");
            new TreeSet<>(mark.told()).forEach(told::add);
            json.put("written", mark.written());
            return json.toString();
        }

        @Override
        public SummaryMark decode(String text) {
            try {
                var json = JSON.readTree(text);
                var told = new HashSet<String>();
                json.required("told").forEach(name -> told.add(name.asText()));
                return new SummaryMark(
                        LocalDate.parse(text(json, "date")),
                        Phase.valueOf(text(json, "phase").toUpperCase(Locale.ROOT)),
                        Instant.parse(text(json, "at")),
                        text(json, "owner"),
                        told,
                        json.required("written").booleanValue());
            } catch (JsonProcessingException | DateTimeException e) {
                throw new IllegalArgumentException("not the mark of a summary", e);
            }
        }

        private static String text(JsonNode json, String field) {
            return Optional.ofNullable(json.required(field).textValue())
                    .orElseThrow(() -> new IllegalArgumentException(field + " must be text"));
        }
    }
}
