package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of a queue's keys. The three lists are the host's; what the library keeps beside them has names that begin with
 * that of the ready list, so that in a cluster the hash tag of that name holds all of them together.
 *
 * @param ready the list of the jobs that wait
 * @param retry the list of the jobs that a redrive has moved
 * @param dead the list of the jobs that failed
 * @param takes where the lists' heads are
 * @param counted when a redrive of a job is counted
 */
record QueueKeys(String ready, String retry, String dead, Side takes, Counted counted) {
    static final String READY = "OPS_REDIS_QUEUE";
    static final String RETRY = "OPS_REDIS_QUEUE_RETRY";
    static final String DEAD = "OPS_REDIS_QUEUE_DEAD";
    static final String TAKES = "OPS_REDIS_QUEUE_TAKES";
    static final String COUNTS = "OPS_REDIS_QUEUE_COUNTS";

    private static final Pattern NAME = Pattern.compile("[!-~]{1,200}");
    private static final List<String> OWN = List.of(
            "redrive", "redriven", "uncounted", "quarantine", "attempts", "taken", "lanes", "consumers", "seen");

    /** The end of a list from which jobs are taken; they are added at the other. */
    enum Side {
        LEFT,
        RIGHT
    }

    /** When a redrive of a job is counted. */
    enum Counted {
        /** When the job is moved to the retry list, whoever takes it there. */
        MOVED,
        /** When a worker of the library takes it from the retry list, which nobody else may do then. Moves are faster. */
        TAKEN
    }

    /**
     * Reads the settings.
     *
     * @throws ConfigurationException if one breaks its rule
     */
    static QueueKeys of(Settings settings) {
        var ready = named(READY, settings.require(READY));
        var retry = named(RETRY, settings.find(RETRY).orElse(ready + ":retry"));
        var dead = named(DEAD, settings.find(DEAD).orElse(ready + ":dead"));
        var keys = new QueueKeys(
                ready,
                retry,
                dead,
                side(settings.find(TAKES).orElse("right")),
                counted(settings.find(COUNTS).orElse("moved")));
        var names = new HashSet<>(List.of(ready));
        for (var name : List.of(retry, dead)) {
            if (!names.add(name) || keys.isOwn(name)) {
                throw new ConfigurationException(READY + ", " + RETRY + " and " + DEAD
                        + " must be three different names, none of them one of the library's own keys, and '" + name
                        + "' is there twice");
            }
        }
        return keys;
    }

    private static String named(String setting, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(setting
                    + " must be the name of a list, of 1 to 200 characters of ASCII without white space, was '" + name
                    + "'");
        }
        return name;
    }

    private static Side side(String text) {
        return switch (text) {
            case "left" -> Side.LEFT;
            case "right" -> Side.RIGHT;
            default ->
                throw new ConfigurationException(
                        TAKES + " must be left or right, the end of the list that workers take jobs from, was '" + text
                                + "'");
        };
    }

    private static Counted counted(String text) {
        return switch (text) {
            case "moved" -> Counted.MOVED;
            case "taken" -> Counted.TAKEN;
            default ->
                throw new ConfigurationException(COUNTS
                        + " must be moved or, if only workers of the library take jobs from the retry list, taken, was '"
                        + text + "'");
        };
    }

    private boolean isOwn(String name) {
        return OWN.stream().map(this::own).anyMatch(name::equals);
    }

    private String own(String thing) {
        return ready + ":" + thing;
    }

    /** Where the redrive stands: a hash. */
    String redrive() {
        return own("redrive");
    }

    /** How often jobs were redriven: a hash by fingerprint. */
    String redriven() {
        return own("redriven");
    }

    /** Whose redrives are still to be added to those: a list of fingerprints. */
    String uncounted() {
        return own("uncounted");
    }

    /** The jobs that failed after too many redrives: a list. */
    String quarantine() {
        return own("quarantine");
    }

    /** How often jobs were handed out: a hash by fingerprint. */
    String attempts() {
        return own("attempts");
    }

    /** The jobs in our workers' hands: a hash by lane. */
    String taken() {
        return own("taken");
    }

    /** The number of each lane's last command: a hash. */
    String lanes() {
        return own("lanes");
    }

    /** Until when each consumer lives: a sorted set. */
    String consumers() {
        return own("consumers");
    }

    /** Since when a job has been at the head of its list: a hash. */
    String seen() {
        return own("seen");
    }
}
