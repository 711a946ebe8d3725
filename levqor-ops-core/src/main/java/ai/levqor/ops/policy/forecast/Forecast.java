package ai.levqor.ops.policy.forecast;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The cost of 30 days.
 *
 * @param method the name of the method
 * @param currency of every amount
 * @param from the first of the 30 days
 * @param total the sum of the path, 0 or more; empty if there is no history
 * @param bands of the total; empty if there is too little history for them
 * @param path the days in order; empty if there is no history
 * @param notes what it rests on; {@code NO_HISTORY} among them if there is no total
 */
public record Forecast(
        String method,
        Currency currency,
        LocalDate from,
        OptionalDouble total,
        Optional<Bands> bands,
        List<DayForecast> path,
        List<ForecastNote> notes) {

    /** How many days it is for. */
    public static final int DAYS = 30;

    /** Copies the lists. */
    public Forecast {
        requireNonNull(method, "method");
        path = List.copyOf(path);
        notes = List.copyOf(notes);
        if (path.size() != (total.isPresent() ? DAYS : 0)) {
            throw new IllegalArgumentException("a path must have 30 days, or none without a total, had " + path.size());
        }
    }

    /** The total as money; empty if there is none. */
    public Optional<Money> money() {
        return total.isPresent() ? Optional.of(Money.of(currency, total.getAsDouble())) : Optional.empty();
    }

    /** Whether a reason is among the notes. */
    public boolean notes(ForecastReason reason) {
        for (var note : notes) {
            if (note.reason() == reason) {
                return true;
            }
        }
        return false;
    }
}
