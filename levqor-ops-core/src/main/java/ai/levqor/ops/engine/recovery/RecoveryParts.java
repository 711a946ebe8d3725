package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.host.AlertChannel;
import ai.levqor.ops.spi.host.ProcessRotation;
import ai.levqor.ops.spi.host.SelfProbe;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.RestartableWorkerPool;
import java.util.Optional;

/**
 * What a recovery can use. Each may be absent.
 *
 * @param deadLetters the failed jobs
 * @param workers a pool that can replace its workers
 * @param rotation what replaces the process
 * @param probe what the availability is measured by
 * @param alerts where people are told
 */
public record RecoveryParts(
        Optional<DeadLetterQueue> deadLetters,
        Optional<RestartableWorkerPool> workers,
        Optional<ProcessRotation> rotation,
        Optional<SelfProbe> probe,
        Optional<AlertChannel> alerts) {

    public RecoveryParts {
        requireNonNull(deadLetters, "deadLetters");
        requireNonNull(workers, "workers");
        requireNonNull(rotation, "rotation");
        requireNonNull(probe, "probe");
        requireNonNull(alerts, "alerts");
    }
}
