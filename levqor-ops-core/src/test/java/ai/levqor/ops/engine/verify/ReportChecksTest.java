package ai.levqor.ops.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionReport.Hint;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.policy.forecast.Bands;
import ai.levqor.ops.policy.forecast.CostForecast;
import ai.levqor.ops.policy.forecast.DayForecast;
import ai.levqor.ops.policy.forecast.Forecast;
import ai.levqor.ops.policy.forecast.Interval;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.store.ForecastFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportChecksTest {
    /** Noon of the first of March: the last finished day is the 28th. */
    private static final LocalDate LAST = LocalDate.of(2026, 2, 28);

    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @CsvSource({
        "2026-02-28, 2026-03-01T01:05:00Z, PASSED",
        "2026-02-27, 2026-03-01T01:05:00Z, FAILED",
        "2026-02-27, 2026-02-28T01:05:00Z, PASSED",
        "2026-02-26, 2026-02-28T01:05:00Z, FAILED"
    })
    @DisplayName("the days must be counted that were over when a night was due last, and no later one: ")
    void fresh(LocalDate newest, Instant nightDue, Finding.Status status) throws Exception {
        var finding = retention(List.of(row(newest, 1, 2, 3)), List.of(), nightDue);

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.detail()).contains("counted up to " + newest);
    }

    @ParameterizedTest
    @CsvSource({"3, 3, 3, PASSED", "0, 0, 0, PASSED", "4, 3, 5, FAILED", "3, 5, 4, FAILED", "-1, 3, 4, FAILED"})
    @DisplayName("of a final day no figure is below that of a shorter time, or below zero: ")
    void consistent(long dau, long wau, long mau, Finding.Status status) throws Exception {
        var rows = List.of(row(LAST, 1, 2, 3), row(LAST.minusDays(9), dau, wau, mau));

        assertThat(retention(rows, List.of(), due()).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("a final day that is not over fails; a day that is not final may lack figures")
    void ahead() throws Exception {
        var rows = List.of(row(LAST, 1, 2, 3), RetentionRow.missing(LAST.minusDays(1)));

        assertThat(retention(rows, List.of(RetentionRow.missing(LAST.plusDays(1))), due())
                        .status())
                .isEqualTo(Finding.Status.PASSED);
        assertThat(retention(rows, List.of(row(LAST.plusDays(7), 1, 2, 3)), due()))
                .isEqualTo(Finding.failed("2026-03-07 is final, and is not over"));
    }

    @ParameterizedTest
    @EnumSource(Hint.class)
    @DisplayName("where nothing is counted there is nothing to look at, and why is said: ")
    void nothingCounted(Hint hint) throws Exception {
        var report = new RetentionReport(List.of(), LAST, ZoneOffset.UTC, Optional.of(hint));

        assertThat(look(RetentionCheck.of(() -> report, List::of, this::due)))
                .isEqualTo(Finding.skipped(hint.sentence()));
    }

    @Test
    @DisplayName("a forecast is fresh and in order, and so is its file, if it is written")
    void forecast(@TempDir Path folder) throws Exception {
        var file = folder.resolve("last_forecast.json");

        assertThat(forecast(80, 100, file).detail()).isEqualTo("fresh; its file is not written yet");

        write(file, "2026-02-22T02:10:00Z", "80.5", "100", "120");
        assertThat(forecast(80, 100, file)).isEqualTo(Finding.passed("fresh; its file is of 2026-02-22T02:10:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-21T02:10:00Z, 80, 100, 120, is written once a week",
        "2026-02-28T02:10:00Z, 101, 100, 120, not in order",
        "2026-02-28T02:10:00Z, 80, 100, 99, not in order",
        "2026-02-28T02:10:00Z, 80, '\"NaN\"', 120, not in order",
        "soon, 80, 100, 120, does not say when"
    })
    @DisplayName("a file that is old, out of order or no forecast fails: ")
    void forecastFile(String at, String low, String middle, String high, String words, @TempDir Path folder)
            throws Exception {
        var file = folder.resolve("last_forecast.json");
        write(file, at, low, middle, high);

        var finding = forecast(80, 100, file);

        assertThat(finding.status()).isEqualTo(Finding.Status.FAILED);
        assertThat(finding.detail()).contains(words);
    }

    @Test
    @DisplayName("a forecast that is told out of order, without being a number, or too old fails")
    void forecastTold(@TempDir Path folder) throws Exception {
        var file = folder.resolve("none");

        assertThat(forecast(101, 100, file).status()).isEqualTo(Finding.Status.FAILED);
        assertThat(forecast(80, Double.NaN, file).status()).isEqualTo(Finding.Status.FAILED);
        assertThat(forecast(80, Double.POSITIVE_INFINITY, file).status()).isEqualTo(Finding.Status.FAILED);
        var told = costs(80, 100, Optional.empty());
        time.pass(Duration.ofHours(6).plusMillis(1));
        assertThat(look(ForecastCheck.of(() -> told, Optional::empty, time)).detail())
                .contains("6 hours old");
    }

    @ParameterizedTest
    @EnumSource(Missing.class)
    @DisplayName("where there is no forecast there is nothing to look at: ")
    void noForecast(Missing missing) throws Exception {
        var none = costs(80, 100, Optional.of(missing));

        assertThat(look(ForecastCheck.of(() -> none, Optional::empty, time)).status())
                .isEqualTo(Finding.Status.SKIPPED);
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, 0, PASSED",
        "SKIPPED, 0, PASSED",
        "FAILED, 0, FAILED",
        "MISSED, 0, FAILED",
        "ABANDONED, 0, FAILED",
        "RUNNING, 3600, PASSED",
        "RUNNING, 3601, FAILED",
        ", 3600, PASSED",
        ", 3601, FAILED"
    })
    @DisplayName("a job is on time if its last fire was run, or may still be: ")
    void jobs(State state, long agoSeconds, Finding.Status status) throws Exception {
        var due = FakeTime.START.minusSeconds(agoSeconds);
        var jobs = List.of(
                job("backup", FakeTime.START, Optional.of(State.DONE)),
                job("retention", due, Optional.ofNullable(state)),
                job("integrity", FakeTime.START, Optional.of(State.FAILED)));

        var finding = look(JobsCheck.of(() -> jobs, time));

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.detail()).contains("retention").doesNotContain("integrity");
    }

    @Test
    @DisplayName("before a job was due there is nothing to look at")
    void noJobs() throws Exception {
        assertThat(look(JobsCheck.of(List::of, time)).status()).isEqualTo(Finding.Status.SKIPPED);
    }

    @Test
    @DisplayName("a clock that is half a minute off is well, one that is more fails, ahead or behind")
    void clock() throws Exception {
        assertThat(clock(Duration.ofSeconds(30))).isEqualTo(Finding.passed("30.0 s behind that of the database"));
        assertThat(clock(Duration.ofSeconds(-30)).status()).isEqualTo(Finding.Status.PASSED);
        assertThat(clock(Duration.ofSeconds(31)).status()).isEqualTo(Finding.Status.FAILED);
        assertThat(clock(Duration.ofSeconds(-31)))
                .isEqualTo(Finding.failed("31.0 s ahead of that of the database; more than 30 s"));
        assertThat(look(ClockCheck.of(time, Map.of(), ClockCheck.MOST)).status())
                .isEqualTo(Finding.Status.SKIPPED);
    }

    private Finding clock(Duration ahead) throws Exception {
        return look(ClockCheck.of(time, Map.of("database", () -> time.instant().plus(ahead)), ClockCheck.MOST));
    }

    private static Punctuality job(String name, Instant due, Optional<State> state) {
        return new Punctuality(name, due, state, Duration.ofHours(1));
    }

    private Instant due() {
        return Instant.parse("2026-03-01T01:05:00Z");
    }

    private static Finding retention(List<RetentionRow> rows, List<RetentionRow> ahead, Instant due) throws Exception {
        var report = new RetentionReport(rows, LAST, ZoneOffset.UTC, Optional.empty());
        return look(RetentionCheck.of(() -> report, () -> ahead, () -> due));
    }

    private static RetentionRow row(LocalDate day, long dau, long wau, long mau) {
        return new RetentionRow(
                day,
                OptionalLong.of(dau),
                OptionalLong.of(wau),
                OptionalLong.of(mau),
                Optional.empty(),
                RetentionRow.State.FINAL,
                Optional.of(FakeTime.START),
                Optional.empty());
    }

    private static void write(Path file, String at, String low, String middle, String high) throws Exception {
        Files.writeString(
                file,
                "{\"computed_at\":\"%s\",\"confidence_low\":%s,\"forecast_next_30d\":%s,\"confidence_high\":%s}"
                        .formatted(at, low, middle, high));
    }

    private Finding forecast(double low, double middle, Path file) throws Exception {
        var told = costs(low, middle, Optional.empty());
        return look(ForecastCheck.of(() -> told, new ForecastFile(file)::read, time));
    }

    private CostReport costs(double low, double middle, Optional<Missing> missing) {
        var band = new Interval(low, Math.max(low, 120));
        var from = LocalDate.of(2026, 3, 1);
        var day = new DayForecast(from, middle / Forecast.DAYS, Optional.empty());
        var total = new Forecast(
                "median6",
                Currency.getInstance("USD"),
                from,
                OptionalDouble.of(middle),
                Optional.of(new Bands(band, band)),
                Collections.nCopies(Forecast.DAYS, day),
                List.of());
        return new CostReport(
                time.instant(),
                "median6",
                new CostForecast(total, List.of(), List.of(), false),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                missing);
    }

    private static Finding look(Check check) throws Exception {
        return check.look().call();
    }
}
