package ai.levqor.ops.servlet.route;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.servlet.ActiveUsers;
import ai.levqor.ops.servlet.CostReports;
import ai.levqor.ops.servlet.Reports;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.Fields;
import ai.levqor.ops.servlet.http.OpsRequest;
import ai.levqor.ops.servlet.http.OpsResponse;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DryRunHandlerTest {
    private final AtomicReference<ScaleReport> report = new AtomicReference<>(Reports.stepUp(Result.NOT_ASKED));
    private final DryRunHandler handler = new DryRunHandler(new Autopilot(
            whatIf -> report.get(),
            report::get,
            limit -> List.of(),
            () -> {
                throw new IllegalStateException("not asked");
            },
            Optional.empty(),
            new RecoveryDesk(
                    request -> Reports.recovered(request),
                    Reports::planned,
                    limit -> List.of(),
                    Optional::empty,
                    Optional::empty),
            new RetentionDesk(ActiveUsers::rows, ActiveUsers::cohorts, () -> 0),
            CostReports::ofTwo,
            new JobsDesk(
                    List.of(), limit -> List.of(), name -> ActiveUsers.run(Outcome.DONE), name -> Optional.empty()),
            new VerifyDesk(() -> ActiveUsers.run(Outcome.DONE), Optional::empty)));

    @Test
    @DisplayName("one report is rendered once, a new one anew, an equal one of another moment too")
    void renderedOnce() {
        var first = ask(null);
        var again = ask(null);
        report.set(Reports.stepUp(Result.NOT_ASKED));
        var later = ask(null);

        assertThat(again).isSameAs(first);
        assertThat(later).isNotSameAs(first);
        assertThat(later.body()).isEqualTo(first.body());
    }

    @Test
    @DisplayName("a client that has the bytes gets the same short answer each time")
    void notModifiedOnce() {
        var tag = ask(null).headers().stream()
                .filter(header -> header.name().equals("ETag"))
                .findFirst()
                .orElseThrow()
                .value();

        assertThat(ask(tag)).isSameAs(ask(tag));
        assertThat(ask(tag).status()).isEqualTo(304);
        assertThat(ask(tag).body()).isEmpty();
    }

    private OpsResponse ask(@Nullable String ifNoneMatch) {
        var request = new OpsRequest(
                "GET",
                "/ops/autoscale/dryrun",
                null,
                name -> name.equals("If-None-Match") ? ifNoneMatch : null,
                () -> "client",
                InputStream::nullInputStream);
        return handler.handle(new Call(request, Fields.NONE, Fields.NONE));
    }
}
