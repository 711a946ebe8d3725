package ai.levqor.ops.engine.verify;

import ai.levqor.ops.spi.SelfCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** {@code plugin:ID/CLASS}: each part that can check itself is well. */
public final class PluginChecks {
    private PluginChecks() {}

    /**
     * One check for each part that is a {@link SelfCheck}. A part with two ids is checked once.
     *
     * @param parts by id, such as {@code alerts} or {@code billing-stripe}, in the order in which they are checked
     */
    public static List<Check> of(Map<String, ?> parts) {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        var checks = new ArrayList<Check>();
        parts.forEach((id, part) -> {
            if (part instanceof SelfCheck self && seen.add(part)) {
                checks.add(new Check(name(id, part), () -> well(self)));
            }
        });
        return checks;
    }

    private static String name(String id, Object part) {
        var kind = part.getClass().getSimpleName();
        return "plugin:" + (kind.isEmpty() ? id : id + "/" + kind);
    }

    private static Finding well(SelfCheck self) {
        self.selfCheck();
        return Finding.passed("says that it is well");
    }
}
