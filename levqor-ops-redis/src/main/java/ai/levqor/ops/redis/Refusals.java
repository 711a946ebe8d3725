package ai.levqor.ops.redis;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the errors of a Redis server mean to whoever reads of them. */
final class Refusals {
    /** This server is not the one to ask: another is the master now, or will be. */
    private static final Set<String> ELSEWHERE = Set.of("READONLY", "MASTERDOWN", "CLUSTERDOWN");

    /** Before 7.0 a server wraps what a command of a script was refused with, and does so twice for its own refusals. */
    private static final Pattern IN_SCRIPT =
            Pattern.compile("ERR Error running script \\(call to f_[0-9a-f]+\\): (?:@user_script: ?[0-9]+: )+-?");

    /** What a script's user may not do has no code of its own in any version. */
    private static final Pattern NO_RIGHT_IN_SCRIPT = Pattern.compile("(ERR )?The user executing the script can't ");

    private Refusals() {}

    /** An error reply as it would have been without a script around the command that was refused. */
    static String unwrapped(String reply) {
        var match = IN_SCRIPT.matcher(reply);
        var own = match.lookingAt() ? reply.substring(match.end()) : reply;
        return NO_RIGHT_IN_SCRIPT.matcher(own).lookingAt() ? "NOPERM " + own : own;
    }

    static boolean elsewhere(String code) {
        return ELSEWHERE.contains(code);
    }

    /** A sentence for the code; for one that is not known, the server's own words, bounded. */
    static String words(String code, String reply) {
        return switch (code.toUpperCase(Locale.ROOT)) {
            case "BUSY" -> "BUSY, a script of somebody else has kept the server for too long";
            case "LOADING" -> "LOADING, the server reads its data and will answer when it is done";
            case "READONLY" -> "READONLY, the server is a replica; the master is looked for anew";
            case "MASTERDOWN" -> "MASTERDOWN, the replica has lost its master";
            case "CLUSTERDOWN" -> "CLUSTERDOWN, the cluster does not serve these keys now";
            case "TRYAGAIN" -> "TRYAGAIN, the keys move to another node of the cluster";
            case "CROSSSLOT" ->
                "CROSSSLOT, in a cluster the keys of one queue must share a hash tag,"
                        + " such as {jobs}, {jobs}:retry, {jobs}:dead; queues of Sidekiq and RQ cannot be in a cluster";
            case "OOM" -> "OOM, the server's memory is full";
            case "NOAUTH", "WRONGPASS" -> code + ", the server does not take the user and password of REDIS_URL";
            case "NOPERM" -> "NOPERM, the user of REDIS_URL may not do this";
            case "MISCONF" -> "MISCONF, the server cannot write to its disk and takes no changes";
            case "NOREPLICAS" -> "NOREPLICAS, too few replicas are there for a change";
            case "WRONGTYPE" -> "WRONGTYPE, the key holds something else than expected";
            default -> reply.length() > 200 ? reply.substring(0, 200) : reply;
        };
    }
}
