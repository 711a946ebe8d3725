package ai.levqor.ops.policy.forecast;

/**
 * The median of six views of the level, bent by the weekdays to come: the default, because nothing that was tried beat
 * it on series that nobody had tuned on. Before it, credits are split off and monthly fees are taken out, and put on
 * their dates after it.
 *
 * <p>Below 21 days it is the plain mean, below 7 days without bands. With an unexplained spike and less than 60 days it
 * is the mean of the last 30.
 */
final class MedianOfSix extends BandedMethod {
    private static final int FEES_KNOWN_FROM = 60;
    private static final int IDLE_DAYS = 3;

    MedianOfSix() {
        super(ForecastMethods.DEFAULT);
    }

    @Override
    void expectShort(History history, Outlook outlook) {
        noteIdle(history, outlook);
        super.expectShort(history, outlook);
    }

    @Override
    Levels expect(History history, Outlook outlook) {
        noteIdle(history, outlook);
        var fees = MonthlyFees.of(history);
        var sum = outlook.fees(fees);
        if (sum > 0) {
            outlook.note(ForecastReason.MONTHLY_FEES, sum);
        }
        var rest = fees.rest();
        var levels = Levels.of(rest);
        if (history.size() < FEES_KNOWN_FROM && fees.unexplained() > 0) {
            outlook.note(ForecastReason.UNEXPLAINED_SPIKE, fees.unexplained());
            outlook.level(rest.mean(Forecast.DAYS));
        } else {
            outlook.level(levels.level(levels.middle()), levels.weekdays());
        }
        if (levels.onAndOff()) {
            outlook.note(ForecastReason.ON_AND_OFF, levels.timesCrossed());
        }
        return levels;
    }

    /** It may be shut down, or asleep; which of them, a series does not say. */
    private static void noteIdle(History history, Outlook outlook) {
        if (history.idleDays() >= IDLE_DAYS) {
            outlook.note(ForecastReason.NO_RECENT_SPEND, history.idleDays());
        }
    }
}
