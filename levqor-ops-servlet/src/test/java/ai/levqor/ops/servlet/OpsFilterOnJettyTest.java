package ai.levqor.ops.servlet;

import org.junit.jupiter.api.DisplayName;

@DisplayName("in Jetty, the filter")
class OpsFilterOnJettyTest extends OpsFilterSuite {

    OpsFilterOnJettyTest() {
        super(JettyServer::start);
    }
}
