package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person asks for.
 *
 * @param incidentId a name for the incident, so that asking again is harmless; empty gives it a new one
 * @param note what the person says about it, kept in the incident log; no personal data
 * @param resumes the incident whose redrive is to be taken up within its own bound
 */
public record RecoveryRequest(Optional<String> incidentId, Optional<String> note, Optional<String> resumes) {

    /** A recovery, and nothing said about it. */
    public static final RecoveryRequest PLAIN =
            new RecoveryRequest(Optional.empty(), Optional.empty(), Optional.empty());

    /** What a name looks like. */
    public static final Pattern INCIDENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** What a note looks like: one line, at most 200 characters, none of them a half. */
    public static final Pattern NOTE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,200}");

    public RecoveryRequest {
        requireNonNull(incidentId, "incidentId");
        requireNonNull(note, "note");
        requireNonNull(resumes, "resumes");
        incidentId.ifPresent(id -> require("incidentId", INCIDENT_ID, id));
        resumes.ifPresent(id -> require("resumes", INCIDENT_ID, id));
        note.ifPresent(text -> require("note", NOTE, text));
    }

    private static void require(String name, Pattern pattern, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must match " + pattern);
        }
    }
}
