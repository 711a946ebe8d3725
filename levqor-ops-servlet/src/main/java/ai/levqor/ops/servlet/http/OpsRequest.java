package ai.levqor.ops.servlet.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request, free of any server's types. Used by one thread.
 *
 * @param method upper case, such as {@code GET}
 * @param path as the client sent it, undecoded, without the host's context path and without the query
 * @param query undecoded, without the question mark; null if there is none
 * @param headers looked up by name, in any case
 * @param client gives the address of the socket's other end; never a header's claim
 * @param body opened at most once, and only for a method that has one
 */
public record OpsRequest(
        String method, String path, @Nullable String query, Headers headers, Supplier<String> client, Body body) {

    /** Looks a header up. */
    @FunctionalInterface
    public interface Headers {

        /** The first value of a header; null if the client did not send it. */
        @Nullable
        String first(String name);
    }

    /** Gives access to the bytes that the client sends. */
    @FunctionalInterface
    public interface Body {

        /** Starts reading; the caller reads no more than it needs. */
        InputStream open() throws IOException;
    }

    /** Whether a body may follow the headers, read or not. */
    public boolean mayHaveBody() {
        return !method.equals("GET") && !isHead();
    }

    /** Whether the client wants the headers alone. */
    public boolean isHead() {
        return method.equals("HEAD");
    }
}
