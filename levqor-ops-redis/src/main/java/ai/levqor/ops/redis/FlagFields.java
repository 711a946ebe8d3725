package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.state.Flags;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The known fields of the hash of flags, as they are there, and the rule of each. */
final class FlagFields {
    /** In the order of {@link #held}. */
    static final List<String> NAMES = List.of(
            "WORKER_COUNT",
            "AUTOSCALE_ENABLED",
            "INCIDENT_AUTORECOVER",
            "NEW_QUEUE_ENABLED",
            "LAST_AUTOSCALE",
            "updated_at");

    /** How a time that is none is written, as in a file of flags. */
    private static final String NEVER = "null";

    private final List<Optional<byte[]>> held;

    /** The values of {@link #NAMES}, each if it is there. */
    FlagFields(List<Optional<byte[]>> held) {
        this.held = List.copyOf(held);
    }

    /** Whether one of them is there. */
    boolean stored() {
        return held.stream().anyMatch(Optional::isPresent);
    }

    /** Changes with each of them. */
    String version() {
        if (!stored()) {
            return "none";
        }
        var all = new ByteArrayOutputStream();
        for (var mark : marks()) {
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(mark.length).array());
            all.writeBytes(mark);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The flags, with the defaults for what is missing.
     *
     * @throws ConfigurationException naming what is wrong and its rule, never a value
     */
    Flags flags() {
        return new Flags(workerCount(), flag(1), flag(2), flag(3), time(4), time(5));
    }

    /** What must be there still when they are replaced: each value after {@code =}, or {@code -}. */
    List<byte[]> marks() {
        return held.stream()
                .map(value -> value.map(FlagFields::present).orElse(new byte[] {'-'}))
                .toList();
    }

    /**
     * Names and values of what other flags change. What stays the same stays as it is written.
     *
     * @throws ConfigurationException as {@link #flags}
     */
    List<String> changes(Flags next) {
        var before = texts(flags());
        var after = texts(next);
        var changes = new ArrayList<String>();
        for (int at = 0; at < NAMES.size(); at++) {
            if (held.get(at).isEmpty() || !before.get(at).equals(after.get(at))) {
                changes.add(NAMES.get(at));
                changes.add(after.get(at));
            }
        }
        return changes;
    }

    private static List<String> texts(Flags flags) {
        return List.of(
                String.valueOf(flags.workerCount()),
                String.valueOf(flags.autoscaleEnabled()),
                String.valueOf(flags.incidentAutorecover()),
                String.valueOf(flags.newQueueEnabled()),
                flags.lastAutoscale().map(Instant::toString).orElse(NEVER),
                flags.updatedAt().map(Instant::toString).orElse(NEVER));
    }

    private int workerCount() {
        var value = text(0).orElse(String.valueOf(Flags.DEFAULTS.workerCount()));
        var count = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
        if (count < Flags.FEWEST_WORKERS || count > Flags.MOST_WORKERS) {
            throw new ConfigurationException(
                    "WORKER_COUNT must be an integer from " + Flags.FEWEST_WORKERS + " to " + Flags.MOST_WORKERS);
        }
        return count;
    }

    private boolean flag(int at) {
        return switch (text(at).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigurationException(NAMES.get(at) + " must be true or false");
        };
    }

    /** Of what is no time: never. */
    private Optional<Instant> time(int at) {
        try {
            return text(at).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<String> text(int at) {
        return held.get(at).map(bytes -> new String(bytes, UTF_8));
    }

    private static byte[] present(byte[] value) {
        var mark = Arrays.copyOf(new byte[] {'='}, 1 + value.length);
        System.arraycopy(value, 0, mark, 1, value.length);
        return mark;
    }
}
