package ai.levqor.ops.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * Runs the filter in one container. After every test, nothing that was answered or logged holds a token or a stack trace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OpsFilterSuite
        implements AnswersRoutes,
                RefusesBadInput,
                GuardsTokens,
                KeepsIdempotency,
                RecoversIncidents,
                CountsActiveUsers,
                ForecastsCosts,
                RunsJobs,
                LeavesHostAlone {
    private static final List<String> SECRETS =
            List.of(FakeAutopilot.TOKEN, FakeAutopilot.OLD_TOKEN, "horse-battery", "top secret", "\tat ", "Exception");

    private final TestServer.Starter starter;
    private final FakeTime time = new FakeTime();
    private final Mount mounted = new Mount();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private TestServer server;
    private FakeAutopilot autopilot;
    private Exchange http;

    OpsFilterSuite(TestServer.Starter starter) {
        this.starter = starter;
    }

    /** Stands in the container for whichever filter a test has made. */
    private static final class Mount implements Filter {
        volatile Filter filter = (request, response, chain) -> chain.doFilter(request, response);

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            filter.doFilter(request, response, chain);
        }
    }

    @BeforeAll
    void startServer() throws Exception {
        server = starter.start("", mounted, new HostServlet(time));
    }

    @AfterAll
    void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void mountAnew() {
        autopilot = new FakeAutopilot(time);
        http = new Exchange(server.port());
        mount();
        logged.list.clear();
        logged.start();
        rootLogger().addAppender(logged);
    }

    @AfterEach
    void tellsNoSecret() {
        rootLogger().detachAppender(logged);
        var ours = logged.list.stream()
                .filter(event -> event.getLoggerName().startsWith("ai.levqor"))
                .toList();
        var traces =
                ours.stream().filter(event -> event.getThrowableProxy() != null).toList();
        var words = new ArrayList<String>();
        ours.forEach(event -> words.add(event.getFormattedMessage() + event.getKeyValuePairs()));
        traces.forEach(event -> words.add(message(event.getThrowableProxy())));

        assertThat(http.heard).allSatisfy(answer -> assertThat(answer).doesNotContain(SECRETS));

        assertThat(words).allSatisfy(line -> assertThat(line).doesNotContain(SECRETS.subList(0, 3)));
        assertThat(traces).hasSize(autopilot.failures.get());
    }

    @Override
    public FakeAutopilot autopilot() {
        return autopilot;
    }

    @Override
    public Exchange http() {
        return http;
    }

    @Override
    public TestServer start(String contextPath, Filter filter) throws Exception {
        return starter.start(contextPath, filter, new HostServlet(time));
    }

    @Override
    public void mount() {
        mounted.filter = autopilot.filter();
    }

    private static String message(IThrowableProxy thrown) {
        return String.valueOf(thrown.getMessage());
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
