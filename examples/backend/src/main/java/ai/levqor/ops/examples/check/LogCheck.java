package ai.levqor.ops.examples.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks an incident log: each line is an incident, and at least one is a recovery. */
public final class LogCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogCheck() {}

    /**
     * Prints PASS or FAIL for each check. Exits with 0 if every check passed, with 1 if one failed, with 2 if misused.
     *
     * @param args the log, such as {@code logs/incidents.log}
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: LogCheck FILE");
            System.exit(2);
        }
        var log = Path.of(args[0]);
        var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
        var broken = lines.stream().filter(line -> !isIncident(line)).count();
        var sound = check("each of " + lines.size() + " lines of incidents.log is an incident", broken == 0);
        var recovered = check("incidents.log tells of a recovery", recoveries(lines) > 0);
        System.exit(sound && recovered ? 0 : 1);
    }

    private static boolean check(String what, boolean passed) {
        System.out.println((passed ? "PASS " : "FAIL ") + what);
        return passed;
    }

    private static boolean isIncident(String line) {
        var incident = parsed(line);
        return incident.path("incident_id").isTextual()
                && incident.path("at").isTextual()
                && incident.path("outcome").isTextual()
                && incident.path("recovered").isBoolean()
                && incident.path("trigger").isObject()
                && incident.path("actions").isArray();
    }

    private static long recoveries(List<String> lines) {
        return lines.stream()
                .filter(line -> parsed(line).path("recovered").asBoolean())
                .count();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
