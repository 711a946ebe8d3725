package ai.levqor.ops.spi.billing;

/** By what kind of cost something is forecast. */
public enum CostKind {
    /** Follows its own past: compute, tokens, traffic. */
    USAGE,
    /** A share of a volume, such as of the payments taken. */
    FEE,
    /** Money given back: refunds and lost disputes. Follows its own past. */
    LOSS
}
