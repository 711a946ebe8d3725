package ai.levqor.ops.policy.retention;

/**
 * A correction of a {@link GapHistogram}, for {@link GapHistogram.Builder#add(int, int, long)}.
 *
 * @param day the day
 * @param gap the gap, capped at {@link GapHistogram#MOST}
 * @param users how many to add; negative takes away
 */
public record GapChange(int day, int gap, long users) {}
