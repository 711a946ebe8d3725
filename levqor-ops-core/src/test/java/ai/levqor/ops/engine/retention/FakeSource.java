package ai.levqor.ops.engine.retention;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import java.util.Optional;

/** A source that hands over days so much too late. */
record FakeSource(FakeLog log, int daysOff) implements ActivitySource {

    @Override
    public Optional<DayRange> days() {
        return log.days();
    }

    @Override
    public void read(DayRange days, ActivitySink sink) {
        log.read(days, (high, low, day) -> sink.seen(high, low, day + daysOff));
    }
}
