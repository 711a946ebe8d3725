package ai.levqor.ops.stripe;

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
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Listens to the loggers of SLF4J and of Stripe's library, at every level, for words that nobody may read. */
final class Secrets implements AutoCloseable {
    private final List<String> secrets;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final java.util.logging.Logger library = java.util.logging.Logger.getLogger("com.stripe");

    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    private final Handler libraryListener = new Handler() {
        @Override
        public void publish(LogRecord event) {
            said.add(event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Secrets(String... secrets) {
        this.secrets = List.of(secrets);
        listener.start();
        root.addAppender(listener);
        root.setLevel(Level.TRACE);
        library.addHandler(libraryListener);
        library.setLevel(java.util.logging.Level.ALL);
    }

    /** Neither a log line nor the failure, with its whole chain, nor any of these says one. */
    void assertKept(Throwable failure, Object... others) {
        said.add(words(failure));
        for (var other : others) {
            said.add(other.toString());
        }
        assertThat(said).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    /** What was logged, and what was asserted. */
    List<String> said() {
        return said;
    }

    @Override
    public void close() {
        root.detachAppender(listener);
        root.setLevel(level);
        library.removeHandler(libraryListener);
        library.setLevel(null);
    }

    /** As it is printed: with causes, suppressed ones, and their stacks. */
    private static String words(Throwable failure) {
        var words = new StringWriter();
        failure.printStackTrace(new PrintWriter(words, true));
        return words.toString();
    }
}
