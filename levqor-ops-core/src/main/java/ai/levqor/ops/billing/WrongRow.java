package ai.levqor.ops.billing;

/** A row of a file breaks a rule. Nothing of the row is repeated. */
final class WrongRow extends Exception {
    private static final long serialVersionUID = 1L;

    WrongRow(String rule) {
        super(rule);
    }
}
