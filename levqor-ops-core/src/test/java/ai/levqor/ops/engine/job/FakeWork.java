package ai.levqor.ops.engine.job;

import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Work that does what a test says, and counts how often. */
final class FakeWork implements Job.Work {
    final AtomicInteger begun = new AtomicInteger();
    volatile Supplier<Ending> run = () -> done("done");
    private final String name;

    FakeWork(String name) {
        this.name = name;
    }

    static Ending done(String message) {
        return new Ending(Outcome.DONE, message, List.of());
    }

    static Ending failed(String message) {
        return new Ending(Outcome.FAILED, message, List.of());
    }

    /** Runs until the latch is down; an interrupt ends it only if it may. */
    static Supplier<Ending> until(CountDownLatch latch, boolean interruptible) {
        return () -> {
            while (true) {
                try {
                    latch.await();
                    return done("waited");
                } catch (InterruptedException e) {
                    if (interruptible) {
                        throw new IllegalStateException("interrupted", e);
                    }
                }
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String failure() {
        return "the work could not be done";
    }

    @Override
    public Ending run(Consumer<JobProgress> progress) {
        begun.incrementAndGet();
        return run.get();
    }

    @Override
    public Optional<Ending> rehearse() {
        return Optional.of(done("would be done"));
    }
}
