package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;

/** A method with measured bands: from 7 days on. Credits are split off first. */
abstract class BandedMethod implements ForecastMethod {
    static final int NO_BANDS_BELOW = 7;
    static final int LEVELS_FROM = 21;

    private final String name;

    BandedMethod(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Forecast forecast(DailyCosts costs, LocalDate from) {
        var history = History.withoutCredits(costs, from);
        if (history.size() == 0) {
            return Outlook.none(name, history);
        }
        var outlook = new Outlook(name, history);
        if (Arithmetic.zeros(history.costs()) == 1) {
            outlook.note(ForecastReason.NO_SPEND, history.size());
            return outlook.withoutBands();
        }
        return history.size() < LEVELS_FROM ? ofShort(history, outlook) : ofLevels(history, outlook);
    }

    private Forecast ofShort(History history, Outlook outlook) {
        expectShort(history, outlook);
        if (history.size() < NO_BANDS_BELOW) {
            outlook.note(ForecastReason.TOO_SHORT_FOR_BANDS, history.size());
            return outlook.withoutBands();
        }
        var grain = history.mean(history.size()) / 100;
        var bands = BandTable.ofShort(history.costs()).around(outlook.expected(), grain);
        return outlook.with(bands, DayNoise.strays(history.costs()));
    }

    private Forecast ofLevels(History history, Outlook outlook) {
        var levels = expect(history, outlook);
        // Fees may be all that there is; without them nothing is left to stray.
        var bands = levels.grain() > 0
                ? BandTable.of(name, levels).around(outlook.expected(), levels.grain())
                : Bands.exact(outlook.expected());
        return outlook.with(bands, DayNoise.strays(levels.alike()));
    }

    /** Of 1 to 20 days. */
    void expectShort(History history, Outlook outlook) {
        outlook.note(ForecastReason.SHORT_HISTORY, history.size());
        outlook.level(history.mean(history.size()));
    }

    /** Of 21 days or more; returns what it was drawn from, which the bands are measured by. */
    abstract Levels expect(History history, Outlook outlook);
}
