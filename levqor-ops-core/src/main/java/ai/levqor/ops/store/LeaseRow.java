package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Duration;

/**
 * A lease as a value of a state store has it.
 *
 * @param lease the newest, held or not
 * @param beat greater with each renewal
 * @param length the longest that this term was asked for: whoever sees no renewal for so long finds it over
 * @param held {@code false} once it was given back
 */
record LeaseRow(Lease lease, long beat, Duration length, boolean held) {
    private static final ObjectMapper JSON = new ObjectMapper();

    LeaseRow {
        LeaseStore.requireLength(length);
        if (beat < 0) {
            throw new IllegalArgumentException("beat must be 0 or more, was " + beat);
        }
    }

    /** The first term that there is. */
    static LeaseRow first(String name, String owner, Duration length) {
        return new LeaseRow(new Lease(name, owner, 1), 0, length, true);
    }

    /** The term after this one. */
    LeaseRow next(String owner, Duration most) {
        return new LeaseRow(new Lease(lease.name(), owner, lease.token() + 1), 0, most, true);
    }

    LeaseRow renewed(Duration most) {
        return new LeaseRow(lease, beat + 1, most.compareTo(length) > 0 ? most : length, true);
    }

    LeaseRow released() {
        return new LeaseRow(lease, beat + 1, length, false);
    }

    String text() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("owner", lease.owner());
        json.put("token", lease.token());
        json.put("beat", beat);
        json.put("length", length.toString());
        json.put("held", held);
        return json.toString();
    }

    /**
     * Reads what {@link #text} has written.
     *
     * @throws IllegalArgumentException if it is anything else, be it only by something that would be lost at the next write
     */
    static LeaseRow parse(String name, String text) {
        LeaseRow row;
        try {
            var json = JSON.readTree(text);
            row = new LeaseRow(
                    new Lease(
                            name,
                            json.required("owner").asText(),
                            json.required("token").longValue()),
                    json.required("beat").longValue(),
                    Duration.parse(json.required("length").asText()),
                    json.required("held").booleanValue());
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("not a lease", e);
        }
        if (!row.text().equals(text)) {
            throw new IllegalArgumentException("more or less than a lease");
        }
        return row;
    }
}
