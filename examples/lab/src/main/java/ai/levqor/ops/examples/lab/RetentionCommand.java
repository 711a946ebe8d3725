package ai.levqor.ops.examples.lab;

import ai.levqor.ops.policy.retention.ActiveDay;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Active users a day, week and month, and how they came and went, from a file of events. */
final class RetentionCommand implements Command {

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String summary() {
        return "active users a day, week and month, and growth accounting, from events";
    }

    @Override
    public String usage() {
        return """
                Usage: examples/lab/lab retention --events E.csv [--out R.csv] [--json FILE] [--svg FILE]

                Counts distinct users exactly, for every UTC day from the first event to the last.

                  --events FILE  user_id,epoch_s in any order (.csv or .csv.gz); ids are integers, UUIDs or any text
                  --out FILE     day,dau,wau,mau,new,retained,resurrected,churned as CSV
                  --json FILE    the same as JSON
                  --svg FILE     a picture of dau, wau and mau

                wau and mau are of the day and the 6 or 29 before it. dau = new + retained + resurrected: active for the first
                time, or also within the 30 days before, or not within these. churned left mau on that day.
                """;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws IOException {
        var options = Options.parse(words, Set.of("--events", "--out", "--json", "--svg"));
        var file = new ActivityFile(options.requiredPath("--events"));
        var csv = options.path("--out");
        var json = options.path("--json");
        var svg = options.path("--svg");

        var days = file.activeDays();

        var table = table(days);
        if (csv.isPresent()) {
            table.writeCsv(csv.get());
        }
        if (json.isPresent()) {
            table.writeJson(json.get());
        }
        if (svg.isPresent()) {
            chart(days).write(svg.get());
        }
        table.print(out);
        out.printf("%,d events of %,d users on %,d days%n", file.events(), file.users(), days.size());
    }

    private static RowSet table(List<ActiveDay> days) {
        var table = new RowSet("day", "dau", "wau", "mau", "new", "retained", "resurrected", "churned");
        for (var day : days) {
            table.row(
                    day.day().toString(),
                    day.dau(),
                    day.wau(),
                    day.mau(),
                    day.newcomers(),
                    day.retained(),
                    day.resurrected(),
                    day.churned());
        }
        return table;
    }

    private static LineChart chart(List<ActiveDay> days) {
        var chart = new LineChart(
                "Active users", days.stream().map(day -> day.day().toString()).toList());
        chart.line("mau", "#1f5fa8", days.stream().mapToDouble(ActiveDay::mau).toArray());
        chart.line("wau", "#2e8b57", days.stream().mapToDouble(ActiveDay::wau).toArray());
        chart.line("dau", "#c0561a", days.stream().mapToDouble(ActiveDay::dau).toArray());
        return chart;
    }
}
