package ai.levqor.ops.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.OpsSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadmeTest {
    private static final Path ROOT = Path.of("../..");

    @Test
    @DisplayName("the host in the README is the one that compiles here")
    void hostCompiles() throws IOException {
        var source = Files.readString(Path.of("src/test/java/ai/levqor/ops/examples/readme/ShopBackend.java"));
        var shown = source.substring(
                source.indexOf("// README begins\n") + "// README begins\n".length(), source.indexOf("// README ends"));

        assertThat(readme()).contains("```java\n" + shown + "```\n");
    }

    @Test
    @DisplayName("the policy in the README is the one that is tried in the tests")
    void policyIsTried() throws IOException {
        var tried = Files.readAllLines(
                ROOT.resolve("levqor-ops-core/src/test/java/ai/levqor/ops/simulation/OwnPolicyTest.java"));
        var readme = readme();
        var begin = readme.indexOf("/** Doubles while jobs wait");

        var shown = readme.substring(begin, readme.indexOf("```", begin));

        assertThat(shown.lines().map(String::strip)).isNotEmpty();
        assertThat(tried.stream().map(String::strip))
                .containsAll(shown.lines().map(String::strip).toList());
    }

    @ParameterizedTest
    @EnumSource(OpsSetting.class)
    @DisplayName("each setting is in the README's table, with its default and its meaning")
    void settingIsListed(OpsSetting setting) throws IOException {
        var shown = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";

        assertThat(readme().lines())
                .contains("| `%s` | %s | %s |".formatted(setting.variable(), shown, setting.meaning()));
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
