package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Where incidents are written: one JSON object a line.
 *
 * @param append adds a line; returns when it is on the disk, and throws if it is not
 * @param tail the last lines in their order, so many at the most
 */
public record LineLog(Consumer<ObjectNode> append, IntFunction<List<ObjectNode>> tail) {

    public LineLog {
        requireNonNull(append, "append");
        requireNonNull(tail, "tail");
    }
}
