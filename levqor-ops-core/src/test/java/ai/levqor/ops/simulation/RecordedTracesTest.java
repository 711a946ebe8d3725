package ai.levqor.ops.simulation;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.Limits;
import ai.levqor.ops.policy.scale.StepSettings.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The model reproduces the published figures of the step policy on recorded load")
class RecordedTracesTest {
    private static final double HIGH = 200;
    private static final double MOST = 360;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "alibaba_cpu_2018, 0.16/1.48/47",
        "azure_function_single_103, 1.04/2.86/35",
        "azure_functions_2019_sum1000, 0.90/2.56/26",
        "azure_llm_conv_2023, 10.17/1.83/25",
        "nab_elb_requests, 1.28/3.43/28",
        "nasa_jul95, 0.20/2.15/45",
        "wc98, 0.04/2.11/55"
    })
    @DisplayName("violated minutes in % / worker-hours relative to the clairvoyant / flips a day")
    void toThePrintedDigit(String name, String published) throws IOException {
        var workload = trace(name).workload(HIGH, MOST);
        var everyTick = new StepPolicy(
                StepSettings.DEFAULTS.with(new Limits(1, 40)).with(new Pace(ZERO, ofSeconds(60), ofSeconds(60))));

        var report = Simulation.of(workload).seed(name).run(everyTick);

        assertThat(String.format(
                        Locale.ROOT,
                        "%.2f/%.2f/%.0f",
                        report.violatedShare() * 100,
                        report.workerHours() / Clairvoyant.workerHours(workload, name),
                        report.flipsPerDay()))
                .isEqualTo(published);
    }

    private static Trace trace(String name) throws IOException {
        var file = data().resolve("traces").resolve(name + ".csv.gz");
        assumeTrue(Files.exists(file), "no recorded load at " + file + "; -Dlevqor.data=DIR says where it is");
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return Trace.parse(name, lines.lines());
        }
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
