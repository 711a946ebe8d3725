package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which rows of a job there is room for in one value, oldest first. */
final class FireRoom {
    /** So many are kept, if they fit. */
    static final int MOST = 100;

    /** The newest so many are kept in any case. */
    static final int SURE = 60;

    private static final int SHORT_NOTE = 60;
    private static final int AROUND = 64;

    private FireRoom() {}

    /** As many as there is room for. What runs goes last: a run may see many fires of its job skipped. */
    static List<FireRow> fit(List<FireRow> rows) {
        var kept = new ArrayList<>(rows);
        while (kept.size() > MOST) {
            if (!removeOld(kept, row -> !row.runs())) {
                removeOld(kept, row -> true);
            }
        }
        while (bytes(kept) > StateStore.MOST_BYTES) {
            var smaller = removeOld(kept, row -> !row.runs())
                    || shortenOldest(kept, SHORT_NOTE)
                    || shortenOldest(kept, 0)
                    || removeOld(kept, row -> true);
            if (!smaller) {
                throw new IllegalStateException(SURE + " fires without notes always fit");
            }
        }
        return kept;
    }

    private static boolean removeOld(List<FireRow> rows, Predicate<FireRow> which) {
        var oldest = IntStream.range(0, rows.size() - SURE)
                .filter(at -> which.test(rows.get(at)))
                .findFirst();
        oldest.ifPresent(rows::remove);
        return oldest.isPresent();
    }

    private static boolean shortenOldest(List<FireRow> rows, int most) {
        var oldest = IntStream.range(0, rows.size())
                .filter(at -> rows.get(at).note().length() > most)
                .findFirst();
        oldest.ifPresent(at ->
                rows.set(at, rows.get(at).withNote(cut(rows.get(at).note(), most))));
        return oldest.isPresent();
    }

    private static String cut(String note, int most) {
        return note.substring(0, most > 0 && Character.isHighSurrogate(note.charAt(most - 1)) ? most - 1 : most);
    }

    private static int bytes(List<FireRow> rows) {
        return AROUND
                + rows.stream()
                        .mapToInt(row -> 1 + FireRowsJson.json(row).toString().getBytes(UTF_8).length)
                        .sum();
    }
}
