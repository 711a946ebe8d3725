package ai.levqor.ops.redis;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the errors of a Redis server mean to whoever reads of them. */
final class Refusals {
    /** This server is not the one to ask: another is the master now, or will be. */
    private static final Set<String> ELSEWHERE = Set.of("READONLY", "MASTERDOWN", "CLUSTERDOWN");

    /** How Redis before 7 wraps the error of a command in a script. */
    private static final Pattern IN_SCRIPT = Pattern.compile(
            "ERR Error running script [^:]*:(?: ?@user_script: ?[0-9]+:)* -?([A-Z]{2,30}) .*", Pattern.DOTALL);

    private Refusals() {}

    /** The first word of an error, or of the error that it wraps. */
    static String code(String reply) {
        var wrapped = IN_SCRIPT.matcher(reply);
        return wrapped.matches() ? wrapped.group(1) : reply.split("[ \n]", 2)[0];
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
                        + " such as {jobs}, {jobs}:retry, {jobs}:dead";
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
