package ai.levqor.ops.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;

/**
 * A servlet container on a free loopback port, with one servlet for every path and one filter before it. The filter is
 * mapped for forwards too, as some hosts do with all their filters.
 */
interface TestServer {

    /** Starts a container. */
    interface Starter {
        TestServer start(String contextPath, Filter filter, HttpServlet host) throws Exception;
    }

    int port();

    void stop() throws Exception;
}
