package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.forecast.ForecastMethod;
import ai.levqor.ops.policy.forecast.ForecastMethods;
import java.io.IOException;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** The next 30 days of each series, or how well each method would have forecast them. */
final class ForecastCommand implements Command {
    private static final String FROM_RULE = "--from must be a day such as 2026-01-31";

    @Override
    public String name() {
        return "forecast";
    }

    @Override
    public String summary() {
        return "the next 30 days of daily costs, and how good each method is on them";
    }

    @Override
    public String usage() {
        return """
                Usage: examples/lab/lab forecast --series S.csv [--method NAME] [--from DAY] [--id ID] [--out R.csv] [--json FILE] [--svg FILE]
                       examples/lab/lab forecast --series S.csv --evaluate [--history 30,60,120] [--origins 8] [--seed 1] [--json FILE] [--svg FILE]

                Forecasts the sum of the next 30 days of every series, from its last 120 days.

                  --series FILE  series_id,date,value in any order (.csv or .csv.gz), or a folder of such files;
                                 rows of one day are added, an empty value is a missing day, below zero is a credit
                  --method NAME  one of %s
                  --from DAY     the first of the 30 days; default the day after a series' last
                  --id ID        this series alone
                  --out FILE     series_id,day,cost,low80,high80,low95,high95 as CSV
                  --json FILE    a row a series, with its days
                  --svg FILE     a picture of the first series

                With --evaluate it forecasts the past instead, and holds it against what came:

                  --history LIST days of history that a method is given, each from 7 to 120
                  --origins N    days to forecast from, in each series, drawn by chance
                  --seed N       of the chance
                  --json FILE    a row for each method and history; of a folder, for each file and for their mean

                rel_mae_vs_last30 and mis80 are of errors relative to the series' own mean; pooled_mae_vs_last30 adds amounts.
                smape and coverages are in percent, micros are microseconds a forecast, warm, fastest of 8 batches.
                """.formatted(String.join(", ", ForecastMethods.names()));
    }

    @Override
    public void run(List<String> words, PrintStream out) throws IOException {
        var options = Options.parse(
                words,
                Set.of(
                        "--series",
                        "--method",
                        "--from",
                        "--id",
                        "--out",
                        "--json",
                        "--svg",
                        "--history",
                        "--origins",
                        "--seed"),
                Set.of("--evaluate"));
        if (options.has("--evaluate")) {
            options.refuse("--evaluate", "--method", "--from", "--id", "--out");
            evaluate(options, out);
        } else {
            options.refuse("a forecast without --evaluate", "--history", "--origins", "--seed");
            forecast(options, out);
        }
    }

    private static void forecast(Options options, PrintStream out) throws IOException {
        var report = new ForecastReport(method(options), options.text("--from").map(ForecastCommand::day));
        var only = options.text("--id");
        for (var file : SeriesFile.in(options.requiredPath("--series"))) {
            file.series().forEach((id, costs) -> {
                if (only.isEmpty() || only.get().equals(id)) {
                    report.add(id, costs);
                }
            });
        }
        if (report.isEmpty()) {
            throw new BadInputException(
                    only.map(id -> "there is no series '" + id + "'").orElse("there is no series"));
        }
        if (options.path("--out").isPresent()) {
            report.days().writeCsv(options.path("--out").get());
        }
        if (options.path("--json").isPresent()) {
            report.withDays().writeJson(options.path("--json").get());
        }
        if (options.path("--svg").isPresent()) {
            report.chart().write(options.path("--svg").get());
        }
        report.table().print(out);
    }

    private static void evaluate(Options options, PrintStream out) throws IOException {
        var histories = options.numbers("--history", List.of(30, 60, 120), 7, 120);
        var origins = options.number("--origins", 8, 1, 10_000);
        var seed = options.number("--seed", 1, 0, Integer.MAX_VALUE);
        var table = new EvaluationTable(histories);
        for (var file : SeriesFile.in(options.requiredPath("--series"))) {
            table.add(
                    file.name(),
                    new Evaluation(histories, origins, seed).run(file.series().values()));
        }
        if (table.isEmpty()) {
            throw new BadInputException("no series has "
                    + histories.stream().mapToInt(days -> days).max().orElse(0)
                    + " days before and 30 days after an origin, with some cost in the 30 on either side of it");
        }
        var rows = table.rows();
        if (options.path("--json").isPresent()) {
            rows.writeJson(options.path("--json").get());
        }
        if (options.path("--svg").isPresent()) {
            table.chart().write(options.path("--svg").get());
        }
        rows.print(out);
        out.printf("%,d origins of %,d series%n", table.origins(), table.series());
    }

    private static ForecastMethod method(Options options) {
        try {
            return ForecastMethods.named(options.text("--method").orElse(ForecastMethods.DEFAULT));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--" + e.getMessage(), e);
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new BadInputException(FROM_RULE + ", was '" + text + "'", e);
        }
    }
}
