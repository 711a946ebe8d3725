package ai.levqor.ops.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("tomcat")
@DisplayName("in Tomcat, the filter")
class OpsFilterOnTomcatTest extends OpsFilterSuite {

    OpsFilterOnTomcatTest() {
        super(TomcatServer::start);
    }

    @Test
    @DisplayName("meets the version that this run of the tests is about")
    void version() throws Exception {
        http().get("/host/any");

        assertThat(ServerInfo.getServerNumber()).startsWith(System.getProperty("tomcat.version", "10.1"));
    }
}
