package ai.levqor.ops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process and all that it began, to be ended together. A descendant whose parent has ended before is not found any more:
 * it belongs to somebody else then. Used by one thread.
 */
final class ProcessTree {
    private final Set<ProcessHandle> members = new LinkedHashSet<>();

    /** The parent comes first, so that a script does not go on with its next command when one is ended. */
    ProcessTree(Process process) {
        members.add(process.toHandle());
        look();
    }

    /** Asks every one to end, those too that have begun since it was asked last. */
    void ask() {
        look();
        members.forEach(ProcessHandle::destroy);
    }

    /** Ends every one, whether it will or not. */
    void force() {
        look();
        members.forEach(ProcessHandle::destroyForcibly);
    }

    boolean isGone() {
        look();
        return members.stream().allMatch(ProcessTree::isGone);
    }

    private void look() {
        for (var member : List.copyOf(members)) {
            member.descendants().forEach(members::add);
        }
    }

    /** A process that has ended counts as alive until its parent asks for it, which the first one of a container may never do. */
    private static boolean isGone(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        var stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
        try {
            var text = Files.exists(stat) ? Files.readString(stat) : "";
            return text.startsWith("Z", text.lastIndexOf(')') + 2);
        } catch (IOException endedMeanwhile) {
            return !process.isAlive();
        }
    }
}
