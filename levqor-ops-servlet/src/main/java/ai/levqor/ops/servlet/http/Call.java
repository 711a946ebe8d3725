package ai.levqor.ops.servlet.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A request that has passed every check of its route.
 *
 * @param request as it came
 * @param query what its query says
 * @param body what its body says; always empty for a read
 */
public record Call(OpsRequest request, Fields query, Fields body) {

    /**
     * What the {@code Idempotency-Key} of the request comes down to: the same 32 characters for the same key, and nothing
     * of the key itself.
     *
     * @throws ProblemException if the key breaks its rule (400)
     */
    public Optional<String> keyDigest() {
        return Optional.ofNullable(IdempotencyKey.of(request.headers()))
                .map(key -> HexFormat.of().formatHex(Sha256.of(key.getBytes(StandardCharsets.UTF_8)), 0, 16));
    }

    /** The fields of the query and of the body together; a name that is in both was given twice. */
    public Fields fields() {
        return query.and(body);
    }

    /** Refuses any field in the query or the body: for a route that takes none. */
    public void takesNoFields() {
        new FieldReader(query).done();
        new FieldReader(body).done();
    }
}
