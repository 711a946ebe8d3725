package ai.levqor.ops.policy.forecast;

/** The mean of the last four weeks, in which every weekday counts four times. */
final class FourWeekMean extends BandedMethod {
    private static final int DAYS = 28;

    FourWeekMean() {
        super("mean28");
    }

    @Override
    Levels expect(History history, Outlook outlook) {
        outlook.level(history.mean(DAYS));
        return Levels.of(history);
    }
}
