package ai.levqor.ops.policy.forecast;

/** The mean of the last four weeks, bent by the weekdays to come. */
final class SeasonalMean extends BandedMethod {

    SeasonalMean() {
        super("seasonal");
    }

    @Override
    Levels expect(History history, Outlook outlook) {
        var levels = Levels.of(history);
        outlook.level(levels.base(), levels.weekdays());
        return levels;
    }
}
