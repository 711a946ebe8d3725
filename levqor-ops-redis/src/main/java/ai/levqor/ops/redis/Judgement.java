package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.ServerCondition;
import ai.levqor.ops.spi.ServerCondition.Durability;
import ai.levqor.ops.spi.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * What is to be thought of a server.
 *
 * @param condition how it is, with all warnings
 * @param mistakes those of the warnings that make it unfit until a person mends it
 * @param faults those that make it unfit for now
 */
record Judgement(ServerCondition condition, List<String> mistakes, List<String> faults) {
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(\\..*)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** Of its memory's limit, in parts of a hundred. */
    private static final int NEARLY_FULL = 90;

    /**
     * Judges.
     *
     * @param info the lines of INFO
     * @param settings what CONFIG GET gave, as far as it may be asked
     */
    static Judgement of(Map<String, String> info, Map<String, String> settings) {
        var mistakes = new ArrayList<String>();
        var faults = new ArrayList<String>();
        var hints = new ArrayList<String>();
        var version = info.getOrDefault("redis_version", "unknown");
        if (isOld(version)) {
            mistakes.add("Redis " + version
                    + " is too old: LPOP with a count and LMOVE are missing; 6.2 or later is needed");
        }
        var policy = settings.getOrDefault("maxmemory-policy", info.getOrDefault("maxmemory_policy", "noeviction"));
        if (!policy.equals("noeviction")) {
            mistakes.add("maxmemory-policy is " + policy
                    + ": the server removes keys when its memory is full; it must be noeviction");
        }
        disk(info, faults);
        memory(info, faults, hints);
        if (info.getOrDefault("role", "master").equals("slave")) {
            hints.add("the server is a replica, and takes no writes (READONLY); REDIS_URL must name the master");
        }
        var durability = durability(info, settings);
        durable(info, settings, hints);
        var warnings = new ArrayList<>(mistakes);
        warnings.addAll(faults);
        warnings.addAll(hints);
        return new Judgement(new ServerCondition(version, durability, warnings), mistakes, faults);
    }

    /**
     * Returns if the server is fit, though there may be warnings.
     *
     * @throws ConfigurationException if it is not until a person mends it
     * @throws UnavailableException if it is not now
     */
    void require() {
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(String.join("; ", mistakes));
        }
        if (!faults.isEmpty()) {
            throw new UnavailableException(String.join("; ", faults));
        }
    }

    void tell(Logger log) {
        log.info("Redis {}, durability: {}", condition.version(), condition.durability());
        condition.warnings().forEach(warning -> log.warn("Redis: {}", warning));
    }

    private static boolean isOld(String version) {
        var match = VERSION.matcher(version);
        if (!match.matches()) {
            return false;
        }
        var major = Integer.parseInt(match.group(1));
        return major < 6 || (major == 6 && Integer.parseInt(match.group(2)) < 2);
    }

    private static void disk(Map<String, String> info, List<String> faults) {
        if (info.getOrDefault("rdb_last_bgsave_status", "ok").equals("err")) {
            faults.add("the server's last snapshot could not be written to its disk (MISCONF)");
        }
        if (info.getOrDefault("aof_last_write_status", "ok").equals("err")) {
            faults.add("the server's last write to its append-only file failed (MISCONF)");
        }
        if (info.getOrDefault("aof_last_bgrewrite_status", "ok").equals("err")) {
            faults.add("the server's append-only file could not be written anew");
        }
    }

    private static void memory(Map<String, String> info, List<String> faults, List<String> hints) {
        var most = number(info.getOrDefault("maxmemory", ""));
        if (most == 0) {
            return;
        }
        var percent = (long) (100.0 * number(info.getOrDefault("used_memory", "")) / most);
        if (percent >= 100) {
            faults.add("the server's memory is full");
        } else if (percent > NEARLY_FULL) {
            hints.add("the server's memory is nearly full: " + percent + " % of maxmemory");
        }
    }

    private static void durable(Map<String, String> info, Map<String, String> settings, List<String> hints) {
        var log = log(info, settings);
        if (log.equals("no")) {
            hints.add(
                    snapshots(settings) == Durability.NONE
                            ? "nothing is kept on the server's disk: flags, state and fires are lost when it ends"
                            : "appendonly is no: what was written since the last snapshot is lost when the server ends");
        }
        if (log.equals("yes") && settings.getOrDefault("appendfsync", "").equals("no")) {
            hints.add("appendfsync is no: what the operating system has not written yet is lost when the machine ends");
        }
    }

    private static Durability durability(Map<String, String> info, Map<String, String> settings) {
        return switch (log(info, settings)) {
            case "yes" ->
                switch (settings.getOrDefault("appendfsync", "")) {
                    case "always" -> Durability.ALWAYS;
                    case "everysec" -> Durability.EVERYSEC;
                    case "no" -> Durability.SNAPSHOTS;
                    default -> Durability.UNKNOWN;
                };
            case "no" -> snapshots(settings);
            default -> Durability.UNKNOWN;
        };
    }

    /** Whether there is an append-only file, yes or no; empty if that is not known. */
    private static String log(Map<String, String> info, Map<String, String> settings) {
        var byInfo = switch (info.getOrDefault("aof_enabled", "")) {
            case "1" -> "yes";
            case "0" -> "no";
            default -> "";
        };
        return settings.getOrDefault("appendonly", byInfo);
    }

    private static Durability snapshots(Map<String, String> settings) {
        if (!settings.containsKey("save")) {
            return Durability.UNKNOWN;
        }
        return settings.getOrDefault("save", "").isEmpty() ? Durability.NONE : Durability.SNAPSHOTS;
    }

    private static long number(String text) {
        return NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
    }
}
