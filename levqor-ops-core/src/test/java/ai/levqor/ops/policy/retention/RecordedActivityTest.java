package ai.levqor.ops.policy.retention;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("On recorded activity")
class RecordedActivityTest {
    private static final int DAY_SECONDS = 86_400;

    @ParameterizedTest
    @ValueSource(strings = {"collegemsg", "bitcoinotc"})
    @DisplayName("every day and every cohort is as in the tables made by brute force, in order")
    void inOrder(String name) throws IOException {
        var log = log(name);

        var counter = Activity.count(log, ActivityCounter.inOrder(first(log), last(log) - first(log) + 1));

        assertThat(table(counter)).isEqualTo(gold(name, ".gold.csv"));
        assertThat(cohorts(counter)).isEqualTo(gold(name, ".cohort.gold.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collegemsg", "bitcoinotc"})
    @DisplayName("every day and every cohort is as in the tables made by brute force, in random order, asked halfway")
    void randomOrder(String name) throws IOException {
        var log = log(name);
        Collections.shuffle(log, new Random(3));
        var half = log.size() / 2;

        var counter = ActivityCounter.anyOrder(first(log), last(log) - first(log) + 1);
        Activity.count(log.subList(0, half), counter);
        counter.totals();
        Activity.count(log.subList(half, log.size()), counter);

        assertThat(table(counter)).isEqualTo(gold(name, ".gold.csv"));
        assertThat(cohorts(counter)).isEqualTo(gold(name, ".cohort.gold.csv"));
    }

    private static String table(ActivityCounter counter) {
        return counter.totals().gaps().activeDays().stream()
                .map(day -> Stream.of(
                                day.day(),
                                day.dau(),
                                day.wau(),
                                day.mau(),
                                day.newcomers(),
                                day.retained(),
                                day.resurrected(),
                                day.churned())
                        .map(String::valueOf)
                        .collect(joining(",")))
                .collect(joining("\n"));
    }

    private static String cohorts(ActivityCounter counter) {
        var cohorts = counter.totals().cohorts();
        return cohorts.rows(Integer.MAX_VALUE).stream()
                .map(row -> Stream.of(
                                row.firstDay(),
                                row.size(),
                                row.day1().orElseThrow().classicOnTheDay(),
                                row.day7().orElseThrow().classicOnTheDay(),
                                row.day30().orElseThrow().classicOnTheDay(),
                                row.day1().orElseThrow().rollingOnTheDayOrLater(),
                                row.day7().orElseThrow().rollingOnTheDayOrLater(),
                                row.day30().orElseThrow().rollingOnTheDayOrLater())
                        .map(String::valueOf)
                        .collect(joining(",")))
                .collect(joining("\n"));
    }

    private static int first(List<Activity> log) {
        return log.stream().mapToInt(Activity::day).min().orElseThrow();
    }

    private static int last(List<Activity> log) {
        return log.stream().mapToInt(Activity::day).max().orElseThrow();
    }

    private static List<Activity> log(String name) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file(name + ".csv.gz"))), StandardCharsets.UTF_8))) {
            return new ArrayList<>(lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> Activity.of(Long.parseLong(cells[0]), (int) (Long.parseLong(cells[1]) / DAY_SECONDS)))
                    .toList());
        }
    }

    private static String gold(String name, String kind) throws IOException {
        return Files.readAllLines(file(name + kind)).stream().skip(1).collect(joining("\n"));
    }

    private static Path file(String name) {
        var file = data().resolve("activity").resolve(name);
        assumeTrue(Files.exists(file), "no recorded activity at " + file + "; -Dlevqor.data=DIR says where it is");
        return file;
    }

    /** As given, or beside the repository; from its root, whichever module the test is started in. */
    private static Path data() {
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("verify_all.sh")))
                .findFirst()
                .orElse(here)
                .resolve(System.getProperty("levqor.data", "../shared/data"))
                .normalize();
    }
}
