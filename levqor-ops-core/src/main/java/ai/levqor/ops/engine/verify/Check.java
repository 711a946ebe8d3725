package ai.levqor.ops.engine.verify;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;

/**
 * Something to look at. Looking changes nothing, and gives up when its thread is interrupted.
 *
 * @param name the same in every run, such as {@code source:queue}
 * @param look finds out; an exception is a finding too
 */
public record Check(String name, Callable<Finding> look) {

    public Check {
        requireNonNull(name, "name");
        requireNonNull(look, "look");
    }
}
