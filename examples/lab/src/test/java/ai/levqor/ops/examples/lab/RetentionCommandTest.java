package ai.levqor.ops.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("lab retention")
class RetentionCommandTest {
    private static final String HEADER = "day,dau,wau,mau,new,retained,resurrected,churned\n";

    private final Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    RetentionCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisplayName("counts unsorted events, by UTC day to the second, and fills the days between")
    void counts() throws IOException {
        // 1970-01-03 00:00:00 is 172800
        var events = events("user_id,epoch_s\n7,172800\n7,5\n8,172799\n7,172801\n8,345600\n");

        var status = lab("retention", "--events", events, "--out", path("r.csv"));

        assertThat(status).isZero();
        assertThat(read("r.csv"))
                .isEqualTo(HEADER
                        + "1970-01-01,1,1,1,1,0,0,0\n"
                        + "1970-01-02,1,2,2,1,0,0,0\n"
                        + "1970-01-03,1,2,2,0,1,0,0\n"
                        + "1970-01-04,0,2,2,0,0,0,0\n"
                        + "1970-01-05,1,2,2,0,1,0,0\n");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("1970-01-05    1    2    2    0         1            0        0")
                .endsWith("5 events of 2 users on 5 days\n");
    }

    @Test
    @DisplayName("reads days backwards, years apart")
    void backwards() throws IOException {
        var events = events("a,1700000000\na,1600000000\nb,1650000000\nb,1500000000\n");

        lab("retention", "--events", events, "--out", path("r.csv"));

        assertThat(read("r.csv"))
                .startsWith(HEADER + "2017-07-14,1,1,1,1,0,0,0\n")
                .contains(
                        "\n2020-09-13,1,1,1,1,0,0,0\n", "\n2022-04-15,1,1,1,0,0,1,0\n", "\n2022-05-15,0,0,0,0,0,0,1\n")
                .endsWith("\n2023-11-14,1,1,1,0,0,1,0\n");
    }

    @Test
    @DisplayName("tells integers, UUIDs and texts apart, in quotes or not")
    void ids() throws IOException {
        var events = events("""
                "user_id",epoch_s
                1,0
                "1",0
                01,0
                00000000-0000-0000-0000-000000000001,0
                6F9619FF-8B86-D011-B42D-00CF4FC964FF,0
                6f9619ff-8b86-d011-b42d-00cf4fc964ff,0
                -9223372036854775808,0
                9223372036854775808,0
                "Ann ""A"", of Ulm",0
                Ärger,0
                "ä b", 0
                """);

        lab("retention", "--events", events, "--out", path("r.csv"));

        assertThat(read("r.csv")).isEqualTo(HEADER + "1970-01-01,9,9,9,9,0,0,0\n");
    }

    @Test
    @DisplayName("writes JSON numbers in an array of rows, and a picture")
    void jsonAndSvg() throws IOException {
        var events = events("1,0\n2,86400\n");

        lab("retention", "--events", events, "--json", path("r.json"), "--svg", path("r.svg"));

        assertThat(new ObjectMapper().readTree(read("r.json"))).isEqualTo(new ObjectMapper().readTree("""
                        [{"day":"1970-01-01","dau":1,"wau":1,"mau":1,"new":1,"retained":0,"resurrected":0,"churned":0},
                         {"day":"1970-01-02","dau":1,"wau":2,"mau":2,"new":1,"retained":0,"resurrected":0,"churned":0}]
                        """));
        assertThat(read("r.svg"))
                .startsWith("<svg ")
                .contains(">mau</text>", "1970-01-02")
                .endsWith("</svg>\n");
    }

    @Test
    @DisplayName("of a file without events says so, and makes no day up")
    void noEvents() throws IOException {
        var status = lab(
                "retention", "--events", events("user_id,epoch_s\n\n"), "--out", path("r.csv"), "--svg", path("r.svg"));

        assertThat(status).isZero();
        assertThat(read("r.csv")).isEqualTo(HEADER);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("0 events of 0 users on 0 days\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1                  | must be user_id,epoch_s, has 1 field",
                "1,2,3              | must be user_id,epoch_s, has 3 fields",
                "secret,x           | epoch_s must be whole seconds since 1970-01-01 UTC, and before 2100",
                "secret,1.5         | epoch_s must be whole seconds since 1970-01-01 UTC, and before 2100",
                "secret,-1          | epoch_s must be whole seconds since 1970-01-01 UTC, and before 2100",
                "secret,1700000000000 | epoch_s must be whole seconds since 1970-01-01 UTC, and before 2100",
                "secret,4102444800  | epoch_s must be whole seconds since 1970-01-01 UTC, and before 2100",
                "' ,5'              | user_id must not be empty",
                "\"secret,5         | a quoted field must end on its line",
                "\"secret\"x,5      | a closing quote must end its field",
                "sec\"ret,5         | a quote must stand at the start of its field, or doubled in quotes"
            })
    @DisplayName("names the line and the rule of a bad row, but not the user, and writes nothing")
    void badRows(String row, String rule) throws IOException {
        var status =
                lab("retention", "--events", events("user_id,epoch_s\n1,5\n" + row + "\n"), "--out", path("r.csv"));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("examples/lab/lab retention: events.csv line 3: " + rule)
                .doesNotContain("secret");
        assertThat(folder.resolve("r.csv")).doesNotExist();
    }

    @Test
    @DisplayName("names a file that is not there, not gzip, not UTF-8, or cannot be written")
    void badFiles() throws IOException {
        Files.writeString(folder.resolve("plain.gz"), "1,2\n");
        Files.write(folder.resolve("latin.csv"), new byte[] {(byte) 0xE4, ',', '5', '\n'});

        assertThat(lab("retention", "--events", path("none.csv"))).isEqualTo(2);
        assertThat(lab("retention", "--events", path("plain.gz"))).isEqualTo(2);
        assertThat(lab("retention", "--events", path("latin.csv"))).isEqualTo(2);
        assertThat(lab("retention", "--events", events("1,5\n"), "--out", path("no/folder.csv")))
                .isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        none -> assertThat(none).contains("there is no file").contains("none.csv"),
                        plain -> assertThat(plain).contains("cannot be read"),
                        latin -> assertThat(latin).contains("must be UTF-8, and is not after line 0"),
                        folder -> assertThat(folder).contains("cannot write").contains("folder.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collegemsg", "bitcoinotc"})
    @DisplayName("on recorded activity gives the tables made by brute force")
    void gold(String name) throws IOException {
        var log = data(name + ".csv.gz");
        var gold = new ArrayList<>(Files.readAllLines(data(name + ".gold.csv")));
        gold.set(0, HEADER.strip());

        var status = lab("retention", "--events", log.toString(), "--out", path("r.csv"));

        assertThat(status).isZero();
        assertThat(Files.readAllLines(folder.resolve("r.csv"))).isEqualTo(gold);
    }

    @Test
    @DisplayName("reads what is compressed")
    void compressed() throws IOException {
        try (var gzip = new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("e.csv.gz"))), StandardCharsets.UTF_8)) {
            gzip.write("\uFEFFuser_id,epoch_s\r\n1,5\r\n");
        }

        lab("retention", "--events", path("e.csv.gz"), "--out", path("r.csv"));

        assertThat(read("r.csv")).isEqualTo(HEADER + "1970-01-01,1,1,1,1,0,0,0\n");
    }

    private int lab(String... words) {
        return new LabMain()
                .run(
                        List.of(words),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String events(String text) throws IOException {
        Files.writeString(folder.resolve("events.csv"), text);
        return path("events.csv");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static Path data(String name) {
        var here = Path.of("").toAbsolutePath();
        var file = Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("verify_all.sh")))
                .findFirst()
                .orElse(here)
                .resolve(System.getProperty("levqor.data", "../shared/data"))
                .resolve("activity")
                .resolve(name)
                .normalize();
        assumeTrue(Files.exists(file), "no recorded activity at " + file + "; -Dlevqor.data=DIR says where it is");
        return file;
    }
}
