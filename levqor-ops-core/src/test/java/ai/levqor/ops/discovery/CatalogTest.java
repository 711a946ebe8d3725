package ai.levqor.ops.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.discovery.Lamps.Lamp;
import ai.levqor.ops.discovery.Lamps.LampProvider;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.metrics.MetricsSourceProvider;
import com.example.acme.AcmeMetricsProvider.AcmeMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    private static final String FILE = "META-INF/services/" + LampProvider.class.getName();
    private static final Settings NONE = settings(Map.of());

    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final Path folder;

    CatalogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void closeLoaders() throws IOException {
        for (var each : loaders) {
            each.close();
        }
    }

    @Test
    @DisplayName("a third party's plug-in on the class path does nothing until its settings are there")
    void thirdPartyPlugIn() {
        var catalog = Catalog.of(MetricsSourceProvider.class, ServiceLoader.load(MetricsSourceProvider.class));

        assertThat(catalog.ids()).contains("acme");
        assertThat(catalog.configured(NONE)).doesNotContain("acme");
        assertThat(catalog.choose(Optional.empty(), NONE)).isEmpty();
        assertThat(catalog.choose(Optional.empty(), settings(Map.of("ACME_URL", "http://acme"))))
                .isEmpty();
        var both = settings(Map.of("ACME_URL", "http://acme", "ACME_KEY", "k"));
        assertThat(catalog.choose(Optional.empty(), both)).contains(new AcmeMetrics(URI.create("http://acme")));
    }

    @Test
    @DisplayName("nothing found is an empty catalogue")
    void nothingFound() throws IOException {
        var catalog = catalog();

        assertThat(catalog.ids()).isEmpty();
        assertThat(catalog.choose(Optional.empty(), NONE)).isEmpty();
    }

    @Test
    @DisplayName("the named provider is made, whatever else is configured")
    void namedWins() throws IOException {
        var catalog = catalog(Lamps.Plain.class, Lamps.Red.class, Lamps.Blue.class);

        var lamp = catalog.choose(Optional.of("plain"), settings(Map.of("BLUE_URL", "b")));

        assertThat(lamp).contains(new Lamp("plain"));
        assertThat(catalog.ids()).containsExactly("blue", "plain", "red");
    }

    @Test
    @DisplayName("without a name the only configured provider is made; one that needs no settings has to be named")
    void onlyConfiguredIsMade() throws IOException {
        var catalog = catalog(Lamps.Plain.class, Lamps.Red.class, Lamps.Blue.class);

        assertThat(catalog.choose(Optional.empty(), settings(Map.of("BLUE_URL", "b"))))
                .contains(new Lamp("blue"));
        assertThat(catalog.choose(Optional.empty(), settings(Map.of("RED_URL", "r"))))
                .isEmpty();
        assertThat(catalog.choose(Optional.empty(), NONE)).isEmpty();
    }

    @Test
    @DisplayName("two configured providers and no name is a mistake that lists both")
    void twoConfigured() throws IOException {
        var settings = settings(Map.of("RED_URL", "hunter2", "RED_KEY", "hunter2", "BLUE_URL", "hunter2"));
        var catalog = catalog(Lamps.Plain.class, Lamps.Red.class, Lamps.Blue.class);

        assertThat(catalog.configured(settings)).containsExactly("blue", "red");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog.choose(Optional.empty(), settings))
                .withMessage("the settings of several providers in " + FILE
                        + " are there: [blue, red]; name the one to use");
        assertThat(catalog.choose(Optional.of("red"), settings)).contains(new Lamp("red"));
    }

    @Test
    @DisplayName("an unknown id is a mistake that lists what was found, and where a provider has to say that it is one")
    void unknownId() throws IOException {
        var catalog = catalog(Lamps.Plain.class, Lamps.Red.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog.choose(Optional.of("green"), NONE))
                .withMessage("no provider has the id 'green'; found [plain, red]. Is its jar on the class path, with "
                        + FILE + "?");
    }

    @Test
    @DisplayName("a named provider without its settings is a mistake that names those missing, and no value")
    void missingSettings() throws IOException {
        var catalog = catalog(Lamps.Red.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog.choose(Optional.of("red"), NONE))
                .withMessage("the provider 'red' needs settings that are not there: [RED_KEY, RED_URL]");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog.choose(Optional.of("red"), settings(Map.of("RED_URL", "hunter2"))))
                .withMessage("the provider 'red' needs settings that are not there: [RED_KEY]");
    }

    @Test
    @DisplayName("two providers of one id are a mistake that names the classes and the jars")
    void twins() throws IOException {
        var one = jar("one.jar", Lamps.Red.class);
        var other = jar("other.jar", Lamps.OtherRed.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog(new OwnJars(one, other)))
                .withMessageStartingWith("two providers share the id 'red': ")
                .withMessageContaining(Lamps.Red.class.getName() + " from " + one)
                .withMessageContaining(Lamps.OtherRed.class.getName() + " from " + other)
                .withMessageEndingWith("; remove one of them");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Lamps.ThrowsInConstructor.class,
                Lamps.LacksAClass.class,
                Lamps.ThrowsInId.class,
                Lamps.ThrowsInSettings.class
            })
    @DisplayName(
            "a provider that throws while it is looked at is a mistake that names it, keeps the cause, hides its words")
    void throwsWhileLookedAt(Class<? extends LampProvider> broken) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog(Lamps.Plain.class, broken))
                .withMessageContaining("the provider " + broken.getName() + " from ")
                .withMessageMatching(".* fails in (its constructor|id\\(\\)|requiredSettings\\(\\)); see the cause")
                .satisfies(e -> assertThat(e)
                        .hasRootCauseMessage(broken == Lamps.LacksAClass.class ? "com/example/Missing" : "hunter2"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    @DisplayName("a provider that throws when it is used is a mistake that names it; unused, it is none")
    void throwsInCreate() throws IOException {
        var catalog = catalog(Lamps.Plain.class, Lamps.ThrowsInCreate.class);

        assertThat(catalog.choose(Optional.of("plain"), NONE)).isPresent();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog.choose(Optional.empty(), settings(Map.of("THROWS_URL", "x"))))
                .withMessageContaining("the provider " + Lamps.ThrowsInCreate.class.getName() + " from ")
                .withMessageEndingWith(" fails in create(); see the cause")
                .withRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("what a provider says of a wrong setting is passed on with its name")
    void wrongSetting() throws IOException {
        var catalog = catalog(Lamps.Picky.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog.choose(Optional.empty(), settings(Map.of("PICKY_URL", "x"))))
                .withMessageContaining(Lamps.Picky.class.getName())
                .withMessageEndingWith(" says: PICKY_URL must be a URL");
    }

    @Test
    @DisplayName("a provider that makes nothing is a mistake that names it")
    void makesNothing() throws IOException {
        var catalog = catalog(Lamps.GivesNull.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog.choose(Optional.of("null"), NONE))
                .withMessageContaining(Lamps.GivesNull.class.getName())
                .withMessageEndingWith(" returns null from create()");
    }

    @Test
    @DisplayName("an id of other characters is a mistake that names the class and the rule")
    void badId() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog(Lamps.BadId.class))
                .withMessageStartingWith("an id must be of lower case letters, digits and dashes; that of "
                        + Lamps.BadId.class.getName())
                .withMessageEndingWith(" is 'Bad Id'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.NotThere", "ai.levqor.ops.discovery.CatalogTest", "not a name"})
    @DisplayName("a services file that names no provider is a mistake that names the file and the line")
    void badServicesFile(String line) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> catalog(services(line)))
                .withMessageStartingWith("a provider in " + FILE + " cannot be loaded: ")
                .satisfies(e -> assertThat(e)
                        .hasMessageContaining(line.equals("not a name") ? "Illegal configuration-file syntax" : line))
                .withCauseInstanceOf(ServiceConfigurationError.class);
    }

    private Catalog<Lamp> catalog(Class<?>... providers) throws IOException {
        var names = new StringBuilder();
        for (var each : providers) {
            names.append(each.getName()).append('\n');
        }
        return catalog(services(names.toString()));
    }

    private Catalog<Lamp> catalog(URLClassLoader loader) {
        loaders.add(loader);
        return Catalog.of(LampProvider.class, ServiceLoader.load(LampProvider.class, loader));
    }

    private URLClassLoader services(String lines) throws IOException {
        var file = folder.resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    private URL jar(String name, Class<?> provider) throws IOException {
        var jar = folder.resolve(name);
        var path = provider.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var bytes = provider.getResourceAsStream("/" + path)) {
            assertThat(bytes).isNotNull();
            entry(out, FILE, provider.getName().getBytes(StandardCharsets.UTF_8));
            entry(out, path, bytes.readAllBytes());
        }
        return jar.toUri().toURL();
    }

    private static void entry(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private static Settings settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }

    /** Prefers its jars to the tests' class path, as an application server does. */
    private static final class OwnJars extends URLClassLoader {
        OwnJars(URL... jars) {
            super(jars, CatalogTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                if (loaded != null || findResource(name.replace('.', '/') + ".class") == null) {
                    return super.loadClass(name, resolve);
                }
                return findClass(name);
            }
        }
    }
}
