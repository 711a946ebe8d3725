package ai.levqor.ops.engine.verify;

import static java.util.stream.Collectors.joining;

import ai.levqor.ops.engine.Health;
import ai.levqor.ops.engine.SourceHealth;
import ai.levqor.ops.engine.SourceHealth.Status;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code source:NAME}: every source of the loop answers. {@code source:others}: and nothing else is known to be faulty. */
public final class SourceChecks {
    private static final List<String> NAMES = List.of("metrics", "jobs", "queue", "workers", "spend", "flags", "loop");

    /** What says of this very check that it fails is no source. */
    private static final Set<String> OWN = Set.of(IntegrityWork.NAME);

    private SourceChecks() {}

    /**
     * One check for each source, and one for the rest.
     *
     * @param health how they fare
     */
    public static List<Check> of(Supplier<Health> health) {
        var each = NAMES.stream().map(name -> new Check("source:" + name, () -> source(name, health.get())));
        return Stream.concat(each, Stream.of(new Check("source:others", () -> others(health.get()))))
                .toList();
    }

    private static Finding source(String name, Health health) {
        return health.sources().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .map(SourceChecks::finding)
                .orElseGet(() -> Finding.skipped("there is none"));
    }

    private static Finding finding(SourceHealth source) {
        return source.status() == Status.UP
                ? Finding.passed(source.detail().isEmpty() ? "answers" : source.detail())
                : Finding.failed(source.detail());
    }

    private static Finding others(Health health) {
        var faulty = health.sources().stream()
                .filter(source -> source.status() != Status.UP)
                .filter(source -> !NAMES.contains(source.name()) && !OWN.contains(source.name()))
                .map(source -> source.name() + ": " + source.detail())
                .collect(joining("; "));
        return faulty.isEmpty() ? Finding.passed("no fault stands") : Finding.failed(faulty);
    }
}
