package ai.levqor.ops.engine.summary;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.host.SummaryChannel;
import ai.levqor.ops.spi.host.SummaryMessage;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * One way by which a summary reaches people.
 *
 * @param name differs from that of the others; lower case letters, digits and dashes
 * @param sending sends one
 */
public record SummaryOutlet(String name, Sending sending) {

    public SummaryOutlet {
        requireNonNull(sending, "sending");
        if (!name.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("name must match [a-z0-9-]{1,40}, was '" + name + "'");
        }
    }

    /** Sends a summary; whatever it throws means that it was not sent. */
    @FunctionalInterface
    public interface Sending {
        /** Sends it, or throws. */
        void send(SummaryMessage message, Instant at);
    }

    /**
     * Through the alert channel, as an alert that is good to know.
     *
     * @param handedOver takes the alert, and says whether it will be sent
     */
    public static SummaryOutlet alerts(Predicate<Alert> handedOver) {
        return new SummaryOutlet("alerts", (message, at) -> {
            if (!handedOver.test(new Alert(at, Severity.INFO, "", message.subject(), message.text()))) {
                throw new UnavailableException("the alert was not taken");
            }
        });
    }

    /** By a channel that the host gives. */
    public static SummaryOutlet channel(SummaryChannel channel) {
        return new SummaryOutlet("channel", (message, at) -> channel.send(message));
    }
}
