package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Route;
import ai.levqor.ops.servlet.route.Freshest.Known;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.BiFunction;

/**
 * A report on days, of which a client wants so many ({@code ?days=}, 30 unless it says so). However many that is, all days
 * are read at once; each number of days is rendered once for each report.
 */
final class PerDays<T> implements Route.Handler {
    /** The most days that may be asked for, and that the report holds. */
    static final int MOST = 366;

    private static final int DEFAULT = 30;
    private static final int RENDERED = 16;

    private final Freshest<T> reports;
    private final BiFunction<Known<T>, Integer, Object> view;
    private final Cache<Integer, Rendered<T>> rendered =
            Caffeine.newBuilder().maximumSize(RENDERED).executor(Runnable::run).build();

    private record Rendered<T>(Known<T> of, Tagged answer) {

        @SuppressWarnings("ReferenceEquality") // one instance until it is read again
        boolean isOf(Known<T> known) {
            return of.report() == known.report() && of.stale() == known.stale();
        }
    }

    /**
     * @param view a report as JSON, with so many days
     */
    PerDays(Freshest<T> reports, BiFunction<Known<T>, Integer, Object> view) {
        this.reports = reports;
        this.view = view;
    }

    @Override
    public OpsResponse handle(Call call) {
        var fields = new FieldReader(call.query());
        var days = (int) fields.whole("days", 1, MOST).orElse(DEFAULT);
        fields.done();
        return rendered(days).answer(call);
    }

    private Tagged rendered(int days) {
        var known = reports.get();
        var before = rendered.getIfPresent(days);
        if (before != null && before.isOf(known)) {
            return before.answer();
        }
        var answer = Tagged.of(OpsResponse.json(200, view.apply(known, days)));
        rendered.put(days, new Rendered<>(known, answer));
        return answer;
    }
}
