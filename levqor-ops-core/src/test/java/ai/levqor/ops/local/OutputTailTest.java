package ai.levqor.ops.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the end of what a process said")
class OutputTailTest {
    private static final String SECRET = "s3cr3t-value-0123456789";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "MY_API_KEY",
            SECRET,
            "DATABASE_URL",
            "postgres://shop:p%40ss-word@db:5432/shop",
            "PEM_SECRET",
            "-----BEGIN-----\nabcdefgh\n-----END-----",
            "HOME",
            "/home/shop");

    private static List<String> lines(String said) {
        var tail = new OutputTail(Secrets.of(ENVIRONMENT));
        var bytes = said.getBytes(UTF_8);
        tail.add(bytes, bytes.length);
        return tail.lines();
    }

    @Test
    @DisplayName("holds no value of a variable whose name looks secret, and keeps the others")
    void values() {
        assertThat(lines("key " + SECRET + " in /home/shop\nabcdefgh")).containsExactly("key *** in /home/shop", "***");
    }

    @Test
    @DisplayName("holds no user and password of a URL, and not that password alone, encoded or not")
    void urls() {
        assertThat(lines("redis://:other-pw@cache/0\nfor p%40ss-word\nor p@ss-word"))
                .containsExactly("redis://***@cache/0", "for ***", "or ***");
    }

    @Test
    @DisplayName("holds nothing that is given as a password, a token or a secret")
    void pairs() {
        assertThat(
                        lines(
                                "password=hunter2 ok\nAuth-Token: abc\n+ dump --secret-file hunter3 x\nAuthorization: Bearer xyz"))
                .containsExactly(
                        "password=*** ok",
                        "Auth-Token: ***",
                        "+ dump --secret-file *** x",
                        "Authorization: Bearer ***");
    }

    @Test
    @DisplayName("holds no secret of which colours are within, and no control character")
    void control() {
        var coloured = SECRET.substring(0, 5) + "\u001b[31m" + SECRET.substring(5) + "\u001b[0m";

        assertThat(lines("a\u0007b\u009bc " + coloured + "\r50 %\r100 %\u202e"))
                .containsExactly("abc ***", "50 %", "100 %");
    }

    @Test
    @DisplayName("shows no part of a secret wherever it is cut off")
    void cut() {
        for (var after = 4096 - SECRET.length() - 5; after < 4096 + 5; after++) {
            var shown = String.join("\n", lines("x".repeat(6000) + SECRET + " ".repeat(after)));

            assertThat(shown).as("cut %s after it", after).doesNotContain(SECRET.substring(SECRET.length() - 3));
            assertThat(shown).doesNotContain(SECRET.substring(0, 4));
        }
    }

    @Test
    @DisplayName("is the last 20 lines of the last 4 kB")
    void bounded() {
        var many = IntStream.range(0, 5000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));

        assertThat(lines(many)).hasSize(20).startsWith("line 4980").endsWith("line 4999");
        assertThat(String.join("", lines("y".repeat(100_000)))).hasSizeLessThanOrEqualTo(4096);
    }
}
