package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionRow.Growth;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LedgerRow;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Published rows as they are shown. A host's own row may have no state; then its figures tell. */
final class PublishedRows {
    private final Map<LocalDate, LedgerRow> rows = new HashMap<>();
    private final Map<LocalDate, Growth> growths;

    PublishedRows(List<LedgerRow> rows, Map<LocalDate, Growth> growths) {
        rows.forEach(row -> this.rows.put(row.day(), row));
        this.growths = growths;
    }

    /** All these days, oldest first. */
    List<RetentionRow> of(DayRange days) {
        return days.from().datesUntil(days.to()).map(this::of).toList();
    }

    private RetentionRow of(LocalDate day) {
        var row = rows.get(day);
        if (row == null) {
            return RetentionRow.missing(day);
        }
        return new RetentionRow(
                day,
                row.dau(),
                row.wau(),
                row.mau(),
                Optional.ofNullable(growths.get(day)),
                state(row),
                row.computedAt(),
                row.revisedAt());
    }

    private static State state(LedgerRow row) {
        return row.state()
                .flatMap(word -> Arrays.stream(State.values())
                        .filter(state -> state.name().equals(word))
                        .findFirst())
                .orElseGet(() -> {
                    if (row.dau().isEmpty()) {
                        return State.PARTIAL;
                    }
                    return row.wau().isPresent() && row.mau().isPresent() ? State.FINAL : State.INCOMPLETE_WINDOW;
                });
    }
}
