package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.UnavailableException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * PostgreSQL's binary COPY: one row a message, the first with a header before it, the last one empty. A row begins with the
 * number of its fields in two bytes, and a field with its length in four, which is -1 for null. Numbers are big-endian.
 */
final class CopyFormat {
    /** The bytes of a field's length. */
    static final int LENGTH = 4;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int HEADER = 19;
    private static final int FIELDS = 2;
    private static final long SIGNATURE = 0x5047434F50590AFFL;

    private CopyFormat() {}

    /** Where the first field of a message's row begins; -1 if it has no row. */
    static int row(byte[] message, int fields) {
        var at = 0;
        if (message.length >= HEADER && int8(message, 0) == SIGNATURE) {
            at = HEADER + int4(message, HEADER - LENGTH);
        }
        if (message.length - at < FIELDS) {
            return -1;
        }
        var found = (short) SHORTS.get(message, at);
        if (found == -1) {
            return -1;
        }
        if (found != fields) {
            throw new UnavailableException(
                    "a row of COPY has " + found + " fields where " + fields + " were asked for");
        }
        return at + FIELDS;
    }

    /** Four bytes as a number. */
    static int int4(byte[] message, int at) {
        return (int) INTS.get(message, at);
    }

    /** Eight bytes as a number. */
    static long int8(byte[] message, int at) {
        return (long) LONGS.get(message, at);
    }

    /** A whole number of any of PostgreSQL's lengths. */
    static long number(byte[] message, int at, int length) {
        return switch (length) {
            case 2 -> (short) SHORTS.get(message, at);
            case 4 -> int4(message, at);
            case 8 -> int8(message, at);
            default -> throw new UnavailableException("a whole number of COPY has " + length + " bytes");
        };
    }
}
