package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.store.jdbc.LogShape.Ids;

/** Ids as the ledger keeps them, or a hash of them, in fields of COPY. For one thread. */
final class CopiedId {
    private static final int WIDE = 2 * Long.BYTES;

    private final Ids ids;
    private final boolean hashed;
    private final TextId text = new TextId();

    CopiedId(LogSql log) {
        this.ids = log.shape().ids();
        this.hashed = log.keyIsHash();
    }

    /** Hands a user's id on, as the log's reader does. */
    void hand(CopiedField user, int day, ActivitySink sink) {
        if (ids == Ids.INTEGER) {
            sink.seen(0, user.number(), day);
        } else if (ids == Ids.UUID || hashed) {
            if (user.length() != WIDE) {
                throw new UnavailableException("an id of the ledger has " + user.length() + " bytes");
            }
            sink.seen(
                    CopyFormat.int8(user.message(), user.at()),
                    CopyFormat.int8(user.message(), user.at() + Long.BYTES),
                    day);
        } else {
            text.hash(user.message(), user.at(), user.length());
            sink.seen(text.high(), text.low(), day);
        }
    }
}
