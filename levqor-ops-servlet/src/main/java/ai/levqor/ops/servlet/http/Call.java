package ai.levqor.ops.servlet.http;

/**
 * A request that has passed every check of its route.
 *
 * @param request as it came
 * @param query what its query says
 * @param body what its body says; always empty for a read
 */
public record Call(OpsRequest request, Fields query, Fields body) {

    /** Refuses any field in the query or the body: for a route that takes none. */
    public void takesNoFields() {
        new FieldReader(query).done();
        new FieldReader(body).done();
    }
}
