package ai.levqor.ops.examples.backend;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSetting;
import ai.levqor.ops.OpsSettings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Who pays for the example. Usually there is a story: its guard is shown a bill on which a day passes in a minute, and the
 * forecast is made of the shop's made-up past. But if the environment names a cost of its own, then that alone counts, for
 * the forecast and for the guard, as in a real backend.
 */
enum Bill {
    STORY,
    OWN;

    private static final List<OpsSetting> SOURCES = List.of(
            OpsSetting.COST_FIXED, OpsSetting.COST_FILE, OpsSetting.STRIPE_SECRET_KEY, OpsSetting.OPENAI_ADMIN_KEY);
    private static final String HOSTING = "hosting=10/day";

    static Bill of(OpsSettings settings) {
        return SOURCES.stream()
                        .anyMatch(source -> settings.find(source.variable()).isPresent())
                ? OWN
                : STORY;
    }

    /** Gives the autopilot what it needs to know of costs, beside its settings. */
    LevqorOps.Builder present(LevqorOps.Builder builder, LocalDate founded, Clock clock, IntSupplier workers) {
        return this == OWN
                ? builder
                : builder.spend(new WorkerSpend(ExampleSettings.TARIFF, clock, workers))
                        .billing(new ShopBills(founded))
                        .setting(OpsSetting.COST_FIXED.variable(), HOSTING);
    }

    @Override
    public String toString() {
        return this == OWN ? "yours, as your environment says" : ExampleSettings.TARIFF.toString();
    }
}
