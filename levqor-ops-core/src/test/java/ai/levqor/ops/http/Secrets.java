package ai.levqor.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Listens to every logger at every level for words that nobody may read. */
public final class Secrets implements AutoCloseable {
    private final List<String> secrets;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();

    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    /** Listens from now on. */
    public Secrets(String... secrets) {
        this.secrets = List.of(secrets);
        listener.start();
        root.addAppender(listener);
        root.setLevel(Level.TRACE);
    }

    /** Neither a log line nor the failure, with its whole chain, nor any of these says one. */
    public void assertKept(Throwable failure, Object... others) {
        said.add(words(failure));
        for (var other : others) {
            said.add(other.toString());
        }
        assertThat(said).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    /** What was logged, and what was asserted. */
    public List<String> said() {
        return said;
    }

    @Override
    public void close() {
        root.detachAppender(listener);
        root.setLevel(level);
    }

    /** As it is printed: with causes, suppressed ones, and their stacks. */
    private static String words(Throwable failure) {
        var words = new StringWriter();
        failure.printStackTrace(new PrintWriter(words, true));
        return words.toString();
    }
}
