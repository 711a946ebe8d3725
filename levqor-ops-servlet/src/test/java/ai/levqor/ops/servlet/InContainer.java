package ai.levqor.ops.servlet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;

/** A test that runs behind a real filter in a real container. */
interface InContainer {
    /** What the routes ask. */
    FakeAutopilot autopilot();

    /** The client's side. */
    Exchange http();

    /** Makes a new filter after the settings of the autopilot have changed. */
    void mount();

    static String[] withToken() {
        return new String[] {"X-ADMIN-TOKEN", FakeAutopilot.TOKEN};
    }

    static String[] withWrongToken() {
        return new String[] {"X-ADMIN-TOKEN", "wrong-horse-battery"};
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JsonMapper.builder().build().readTree(response.body());
    }

    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
