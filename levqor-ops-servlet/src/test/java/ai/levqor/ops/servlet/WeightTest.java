package ai.levqor.ops.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.spi.state.StateStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the classes weigh, deflated as in their jars")
class WeightTest {
    /** What the loop alone may weigh: observe, decide, act, record, and the routes to it. */
    private static final int MOST_BYTES = 400_000;

    /** A jar's headers of an entry, local and central, without its name. */
    private static final int HEADERS = 30 + 46;

    private static final String ROOT = "ai/levqor/ops/";

    /** The rooms and routes of the parts beside the loop: incidents, active users, schedules, tables, fleets. */
    private static final Pattern BESIDE = Pattern.compile(
            ROOT
                    + "((policy/(fleet|slo|recovery|retention|forecast)|engine/(fleet|job|recovery|retention|cost|backup|summary|verify)|alert|billing|http|schedule|store/jdbc|spi/activity|spi/fleet)/.*"
                    + "|spi/Server[^/]*|spi/metrics/(LatencyHistogram|HistogramSource)[^/]*|(Incident|Activity|Retention|Cost|Job|Fleet)Settings.*|(CountedLogs|KeptFires|Nights|engine/(Nightly|OwnJobs|WatchdogWork|DecisionReplay|Engine\\$(Rescue|Counting|Spending|Planning|Telling|Checkup|Companions))).*|BilledSources.*|store/(ForecastFile|ImportedFlags|.*Fire|.*Lease|FirstThatWorks|HolderWatch).*|spi/billing/(Bill|Cost)[^/]*|spi/(state/(Fire|Lease|Fenced)|host/Backup|host/Summary)[^/]*|local/(InMemoryActivityLog|InMemoryLease|InMemoryFleet|DeadLetters|Command|OutputTail|Secrets|ProcessTree)[^/]*"
                    + "|servlet/route/(Recover|Incident|Cancel|Release|Retention|Cohorts|Job|RunJob|PerDays|Freshest|Tagged|Cost|Verify)[^/]*)");

    @Test
    @DisplayName("the loop weighs at most 400 kB")
    void loop() throws Exception {
        var all = weigh(List.of(StateStore.class, LevqorOps.class, OpsFilter.class));
        var loop = all.entrySet().stream()
                .filter(entry -> !BESIDE.matcher(entry.getKey()).matches())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var told = told(loop) + "; with incidents, active users, costs, tables and what runs at night "
                + kilobytes(sum(all)) + " kB";
        System.out.println(told);

        assertThat(all.keySet())
                .as("every module is weighed, and so is what is left out")
                .contains(
                        ROOT + "spi/state/StateStore.class", ROOT + "LevqorOps.class", ROOT + "servlet/OpsFilter.class")
                .anyMatch(name -> name.startsWith(ROOT + "engine/recovery/"))
                .anyMatch(name -> name.startsWith(ROOT + "servlet/route/Recover"));
        assertWithin(MOST_BYTES, loop, told);
    }

    @Test
    @DisplayName("what is too heavy is told with the heaviest packages")
    void tooHeavy() {
        var weights = Map.of("a/light/A.class", 10, "a/heavy/A.class", 30_000, "a/heavy/B.class", 20_000);

        assertThatThrownBy(() -> assertWithin(50_009, weights, told(weights)))
                .hasMessageContaining("3 classes of the loop weigh 50 kB: heavy 50, light 0");
        assertWithin(50_010, weights, told(weights));
    }

    private static void assertWithin(int most, Map<String, Integer> weights, String told) {
        assertThat(sum(weights)).as(told).isLessThanOrEqualTo(most);
    }

    private static String told(Map<String, Integer> weights) {
        var packages = new TreeMap<String, Integer>();
        weights.forEach((name, bytes) -> packages.merge(room(name), bytes, Integer::sum));
        return weights.size() + " classes of the loop weigh " + kilobytes(sum(weights)) + " kB: "
                + packages.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(10)
                        .map(room -> room.getKey() + " " + kilobytes(room.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String room(String name) {
        var folder = name.substring(0, name.lastIndexOf('/'));
        return folder.startsWith(ROOT) ? folder.substring(ROOT.length()) : folder.substring(folder.indexOf('/') + 1);
    }

    private static int sum(Map<String, Integer> weights) {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long kilobytes(int bytes) {
        return Math.round(bytes / 1e3);
    }

    /** Each class file of the modules that these classes are in, and what it takes in a jar. */
    private static Map<String, Integer> weigh(List<Class<?>> oneOfEach) throws IOException, URISyntaxException {
        var weights = new TreeMap<String, Integer>();
        for (var one : oneOfEach) {
            var module = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(module)) {
                weigh(module, weights);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(module)) {
                    weigh(jar.getPath("/"), weights);
                }
            }
        }
        return weights;
    }

    private static void weigh(Path root, Map<String, Integer> weights) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = root.relativize(file).toString().replace('\\', '/');
                if (name.endsWith(".class")) {
                    weights.put(name, deflated(Files.readAllBytes(file)) + HEADERS + 2 * name.getBytes(UTF_8).length);
                }
            }
        }
    }

    private static int deflated(byte[] content) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            var size = 0;
            for (var buffer = new byte[8_192]; !deflater.finished(); ) {
                size += deflater.deflate(buffer);
            }
            return size;
        } finally {
            deflater.end();
        }
    }
}
