package ai.levqor.ops.redis;

/** The script of one layout: what all share around its own part. */
final class LayoutScript {
    private LayoutScript() {}

    /** The script with the own part of this name. */
    static Script of(String layout) {
        return Script.joined("layout-head", layout, "layout-tail");
    }
}
