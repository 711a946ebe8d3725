package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("an error of the server")
class RefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "OOM, '@user_script:1: @user_script: 1: -OOM command not allowed when used memory > ''maxmemory''.'",
        "READONLY, '@user_script:20: @user_script: 20: -READONLY You can''t write against a read only replica.'",
        "WRONGTYPE, '@user_script:6: WRONGTYPE Operation against a key holding the wrong kind of value'",
        "NOPERM, '@user_script:6: @user_script: 6: The user executing the script can''t run this command or subcommand'"
    })
    @DisplayName("is told as it is, though Redis 6.2 wraps it where a script was refused something")
    void unwrapped(String code, String wrapped) {
        var reply = "ERR Error running script (call to f_" + "a0".repeat(20) + "): " + wrapped;

        var fault = RedisFault.refused("EVALSHA", reply, new IllegalStateException());

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault).hasMessage("EVALSHA was refused: " + Refusals.words(code, ""));
    }

    @Test
    @DisplayName("has a code where a script's user may not do something, which Redis 7 gives it none for")
    void noRightInScript() {
        var reply =
                "ERR The user executing the script can't run this command or subcommand script: a0, on @user_script:16.";

        assertThat(RedisFault.refused("EVALSHA", reply, new IllegalStateException())
                        .code())
                .isEqualTo("NOPERM");
    }

    @Test
    @DisplayName("that nobody knows is told in the server's words")
    void unknown() {
        assertThat(RedisFault.refused("EVAL", "ERR Error compiling script", new IllegalStateException()))
                .hasMessage("EVAL was refused: ERR Error compiling script");
    }
}
