package ai.levqor.ops.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "00-" + ID + "-00f067aa0ba902b7-01",
                "cc-" + ID + "-00f067aa0ba902b7-01",
                "cc-" + ID + "-00f067aa0ba902b7-01-what-the-future-brings"
            })
    @DisplayName("a valid header gives its trace id, a later version too: ")
    void valid(String header) {
        assertThat(TraceParent.traceId(header)).isEqualTo(ID);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "00",
                "00-" + ID + "-00f067aa0ba902b7-0",
                "00-" + ID + "-00f067aa0ba902b7-01-more",
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "cc-" + ID + "-00f067aa0ba902b7-01x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + ID + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00_" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "_00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7_01",
                "0g-" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7-0g",
            })
    @DisplayName("anything else gives none: ")
    void invalid(String header) {
        assertThat(TraceParent.traceId(header)).isNull();
    }

    @Test
    @DisplayName("no header gives none")
    void absent() {
        assertThat(TraceParent.traceId(null)).isNull();
    }
}
