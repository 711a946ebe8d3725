package ai.levqor.ops.servlet.http;

import ai.levqor.ops.servlet.http.Route.Access;
import ai.levqor.ops.servlet.http.Route.Method;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request by its route: method, origin, token, body and idempotency are checked in this order, then the handler
 * is asked. Whatever goes wrong becomes a problem; nothing is thrown. Safe for many threads.
 */
public final class OpsHttp {
    private static final Logger log = LoggerFactory.getLogger(OpsHttp.class);

    private final RouteTable routes;
    private final boolean publicReads;
    private final TokenGate gate;
    private final IdempotentAnswers answers;

    /**
     * Puts the parts together.
     *
     * @param publicReads whether {@link Access#PUBLIC_READ} routes answer without a token
     */
    public OpsHttp(RouteTable routes, boolean publicReads, TokenGate gate, IdempotentAnswers answers) {
        this.routes = routes;
        this.publicReads = publicReads;
        this.gate = gate;
        this.answers = answers;
    }

    /** Whether a path, undecoded, is one of ours. If not, the request is the host's. */
    public boolean serves(String path) {
        return routes.has(path);
    }

    /** Answers; never throws, not even for a handler that does. */
    public OpsResponse answer(OpsRequest request) {
        try {
            return dispatch(request);
        } catch (ProblemException e) {
            return e.problem().response(request);
        } catch (Throwable e) {
            // Our trouble ends here: an Error too would otherwise reach the host.
            log.atError()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .addKeyValue(
                            "traceId", TraceParent.traceId(request.headers().first("traceparent")))
                    .setCause(e)
                    .log("an operations route failed");
            return Problem.internal().response(request);
        }
    }

    private OpsResponse dispatch(OpsRequest request) {
        var found = routes.at(request.path());
        if (found == null) {
            throw Problem.of(404, "not-found", "Not found", "There is nothing at this path.")
                    .toException();
        }
        if (request.method().equals("OPTIONS")) {
            return OpsResponse.empty(204).with("Allow", found.allow());
        }
        var route = found.of(request.method());
        if (route == null) {
            throw Problem.of(405, "method-not-allowed", "Method not allowed", "Allowed are: " + found.allow() + ".")
                    .with("Allow", found.allow())
                    .toException();
        }
        return admitted(route, request);
    }

    private OpsResponse admitted(Route route, OpsRequest request) {
        if (route.method() == Method.POST) {
            refuseOtherSites(request.headers());
        }
        var query = Fields.ofQuery(request.query());
        gate.refuseTokenIn(query);
        var open = publicReads && route.access() == Access.PUBLIC_READ;
        if (!open) {
            gate.requireToken(request);
        }
        var response = route.method() == Method.POST
                ? post(route, request, query)
                : route.handler().handle(new Call(request, query, Fields.NONE));
        return open ? response : response.with("Cache-Control", "no-store");
    }

    private OpsResponse post(Route route, OpsRequest request, Fields query) {
        var body = RequestBody.read(request);
        var call = new Call(request, query, Fields.ofJson(body));
        var key = IdempotencyKey.of(request.headers());
        return key == null || route.keepsKeys()
                ? route.handler().handle(call)
                : answers.once(
                        request.path(),
                        key,
                        payload(request, body),
                        () -> route.handler().handle(call));
    }

    /** A browser says where a request comes from; another site must not act with what the browser knows. */
    private static void refuseOtherSites(OpsRequest.Headers headers) {
        var site = headers.first("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw Problem.of(
                            403,
                            "cross-site-request",
                            "Cross-site request",
                            "A page of another site may not ask for this.")
                    .toException();
        }
    }

    private static byte[] payload(OpsRequest request, byte[] body) {
        var all = new ByteArrayOutputStream(body.length + 16);
        if (request.query() != null) {
            all.writeBytes(request.query().getBytes(StandardCharsets.UTF_8));
        }
        all.write(0);
        all.writeBytes(body);
        return Sha256.of(all.toByteArray());
    }
}
