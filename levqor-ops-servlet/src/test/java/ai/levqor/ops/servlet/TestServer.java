package ai.levqor.ops.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;

/** A servlet container on a free loopback port, with one filter and one servlet for every path. */
interface TestServer {

    /** Starts a container. */
    interface Starter {
        TestServer start(String contextPath, Filter filter, HttpServlet host) throws Exception;
    }

    int port();

    void stop() throws Exception;
}
