package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a command line")
class CommandLineTest {

    @Test
    @DisplayName("is split at white space, and not within quotes")
    void words() {
        assertThat(CommandLine.words("  ./backup_cycle.sh --full\t\"two words\" 'it \"is\"' --name=\"a b\"c '' "))
                .containsExactly("./backup_cycle.sh", "--full", "two words", "it \"is\"", "--name=a bc", "");
    }

    @Test
    @DisplayName("means nothing by any other character")
    void noShell() {
        assertThat(CommandLine.words("a $HOME *.txt | b\\ ; && `c` > C:\\tmp"))
                .containsExactly("a", "$HOME", "*.txt", "|", "b\\", ";", "&&", "`c`", ">", "C:\\tmp");
    }

    @Test
    @DisplayName("with a quote that is not closed is refused by its rule and place, and its words are not repeated")
    void openQuote() {
        assertThatThrownBy(() -> CommandLine.words("backup --password 'hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a quote must be closed, and the ' at character 19")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    @DisplayName("begins with a program: not with nothing, and not with what only a shell understands")
    void program() {
        assertThatThrownBy(() -> CommandLine.words(" \n ")).hasMessageContaining("must begin with a program");
        assertThatThrownBy(() -> CommandLine.words("'' --full")).hasMessageContaining("must begin with a program");
        assertThatThrownBy(() -> CommandLine.words("PGPASSWORD=hunter2 pg_dump"))
                .hasMessageContaining("PGPASSWORD=...")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> CommandLine.words("a \0")).hasMessageContaining("NUL");
    }
}
