package ai.levqor.ops.redis;

/**
 * The names of the keys that are the library's own. They share one hash tag, so that a cluster keeps them together.
 *
 * @param prefix what they begin with
 */
record Names(String prefix) {

    /** The key of a thing, such as {@code {levqor}:flags}. */
    String key(String thing) {
        return "{" + prefix + "}:" + thing;
    }
}
