package ai.levqor.ops.policy.fleet;

/** Parts a number of workers among the instances of a fleet. */
public final class Shares {
    private Shares() {}

    /**
     * The share of one instance: {@code floor(target / instances)}, and one more for the first {@code target mod instances} of
     * them. So shares add up to the target, and no two differ by more than one.
     *
     * @param target workers in all, zero or more
     * @param index the place of the instance among all, zero for the first
     * @param instances how many there are, one or more
     */
    public static int of(int target, int index, int instances) {
        if (target < 0 || instances < 1 || index < 0 || index >= instances) {
            throw new IllegalArgumentException("target must be >= 0 and 0 <= index < instances, were " + target + ", "
                    + index + " and " + instances);
        }
        return target / instances + (index < target % instances ? 1 : 0);
    }
}
