package ai.levqor.ops.examples.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one JMH class quietly, with its allocation measured. */
final class JmhRun {
    private JmhRun() {}

    static List<Result> of(Class<?> benchmark, int threads) throws RunnerException {
        var options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .addProfiler(GCProfiler.class)
                .threads(threads)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        return results.stream().map(JmhRun::result).toList();
    }

    private static Result result(RunResult run) {
        var params = run.getParams();
        var name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        var keys = params.getParamsKeys();
        var situation = keys.isEmpty() ? "" : params.getParam(keys.iterator().next());
        var time = run.getPrimaryResult();
        var bytes = run.getSecondaryResults().get("gc.alloc.rate.norm");
        return new Result(name, situation, time.getScore(), time.getScoreError(), bytes == null ? 0 : bytes.getScore());
    }

    /**
     * What was measured.
     *
     * @param method of the benchmark class
     * @param situation the value of its first parameter; empty if it has none
     * @param nanos time an operation, mean
     * @param error half the width of the 99.9 % interval of {@code nanos}
     * @param bytes allocated an operation
     */
    record Result(String method, String situation, double nanos, double error, double bytes) {

        String time() {
            return "%,.0f ± %,.0f".formatted(nanos, error);
        }
    }
}
