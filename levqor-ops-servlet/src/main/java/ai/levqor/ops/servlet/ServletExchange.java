package ai.levqor.ops.servlet;

import ai.levqor.ops.servlet.http.OpsHttp;
import ai.levqor.ops.servlet.http.OpsRequest;
import ai.levqor.ops.servlet.http.OpsResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a servlet request into ours and our answer into a servlet response. */
final class ServletExchange {
    private static final Logger log = LoggerFactory.getLogger(ServletExchange.class);

    private ServletExchange() {}

    /** The path below the context, exactly as the client sent it: undecoded, and not tidied up. */
    static String path(HttpServletRequest request) {
        var uri = request.getRequestURI();
        var context = request.getContextPath();
        return context.isEmpty() || !uri.startsWith(context) ? uri : uri.substring(context.length());
    }

    static void answer(OpsHttp ops, String path, HttpServletRequest request, HttpServletResponse response) {
        var asked = new OpsRequest(
                request.getMethod(),
                path,
                request.getQueryString(),
                request::getHeader,
                () -> String.valueOf(request.getRemoteAddr()),
                request::getInputStream);
        try {
            write(ops.answer(asked), asked.isHead(), response);
            if (asked.mayHaveBody()) {
                response.flushBuffer(); // a container may else read all of an endless body first
            }
        } catch (IOException e) {
            log.debug("a client went away before it had its answer", e);
        }
    }

    private static void write(OpsResponse answer, boolean head, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (var header : answer.headers()) {
            if (header.name().equals("Vary")) {
                response.addHeader(header.name(), header.value());
            } else {
                response.setHeader(header.name(), header.value());
            }
        }
        var body = answer.body();
        if (body.length > 0) {
            response.setContentLength(body.length);
            if (!head) {
                response.getOutputStream().write(body);
            }
        }
    }
}
