package ai.levqor.ops.examples.backend;

import ai.levqor.ops.policy.scale.StepSettings;
import java.net.URI;

/**
 * What a run says of itself before it begins.
 *
 * @param uri where the backend listens
 * @param data where it keeps its files
 * @param load what is sent to it
 * @param bill who pays
 * @param step the numbers it decides by
 * @param differences the settings that differ from the library's defaults, in lines
 * @param token what a shell replaces by the admin token
 */
record Banner(
        URI uri, DataFolder data, LoadShape load, Bill bill, StepSettings step, String differences, String token) {

    private static final String TEXT = """
            Levqor Ops, the example backend: it takes real HTTP load, scales its own workers,
            and recovers from failures.

              load     {load}
              workers  {min} to {max}; each does {speed} orders a second
              bill     {bill}
              data     {data}

            Accelerated, so that minutes show what takes hours in a real backend:
            {differences}
            Acting: AUTOSCALE_ENABLED and INCIDENT_AUTORECOVER are looked up in {flags};
            set them to false there, and within seconds the autopilot only watches.

            Try:
              curl -s {uri}/ops/autoscale/dryrun
              curl -s '{uri}/ops/autoscale/dryrun?queue_depth=50'
              curl -s -X POST -H "X-ADMIN-TOKEN: {token}" {uri}/ops/autoscale/apply
              curl -s -H "X-ADMIN-TOKEN: {token}" {uri}/ops/autoscale/history
              curl -s -X POST -H "X-ADMIN-TOKEN: {token}" '{uri}/ops/recover?dry_run=true&error_rate=0.5'
              curl -s -H "X-ADMIN-TOKEN: {token}" {uri}/ops/incidents
              curl -s -H "X-ADMIN-TOKEN: {token}" {uri}/admin/retention
              curl -s -H "X-ADMIN-TOKEN: {token}" {uri}/admin/retention/cohorts
              curl -s -X POST -H "X-ADMIN-TOKEN: {token}" {uri}/ops/jobs/retention
              curl -s {uri}/ops/cost/forecast
              curl -s -X POST -H "X-ADMIN-TOKEN: {token}" {uri}/ops/jobs/cost-forecast
              curl -s {uri}/ops/health
              curl -s {uri}/metrics | grep levqor
              curl -s -X POST {uri}/orders
              curl -s {uri}/orders/stats

            READY {uri}
            """;

    String text() {
        return TEXT.replace("{load}", load.toString())
                .replace("{min}", String.valueOf(step.limits().min()))
                .replace("{max}", String.valueOf(step.limits().max()))
                .replace("{speed}", "%.0f".formatted(OrderDesk.perWorkerAndSecond()))
                .replace("{bill}", bill.toString())
                .replace("{data}", data.path().toString())
                .replace("{differences}\n", differences)
                .replace("{flags}", data.flags().toString())
                .replace("{token}", token)
                .replace("{uri}", uri.toString());
    }
}
