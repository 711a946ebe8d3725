package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Ids that were made to hash alike")
class AlikeIdsTest {
    private static final int IDS = 4 * IdKinds.BLOCK;
    private static final long HIGH = Long.MIN_VALUE;

    /** By which the tables multiply, and what undoes it. */
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private static final long UNDOES = BigInteger.valueOf(FACTOR)
            .modInverse(BigInteger.ONE.shiftLeft(Long.SIZE))
            .longValue();

    private static final long FACTOR_OF_HIGH = 0xC2B2AE3D27D4EB4FL;

    private final int[] at = new int[IdKinds.BLOCK];

    @ParameterizedTest
    @ValueSource(longs = {0, 0x7FFFFFFFL, 0xFFFFFFFFL})
    @DisplayName("each have a cell of their own, also around the end of the table, and keep their numbers as it grows")
    void narrow(long hash) {
        var table = new LongIds();
        var ids = alike(hash, 0);

        for (int from = 0; from < IDS; from += IdKinds.BLOCK) {
            table.locate(ids, from, IdKinds.BLOCK, at);
            for (int i = 0; i < IdKinds.BLOCK; i++) {
                assertThat(table.hash(table.cells(), at[i])).isEqualTo((int) hash);
                assertThat(table.cells()[at[i]]).isZero();
                table.cells()[at[i]] = 1L + from + i;
            }
        }

        assertThat(table.size()).isEqualTo(IDS);
        for (int i = 0; i < IDS; i++) {
            assertThat(table.cells()[table.find(ids[i])]).isEqualTo(1L + i);
        }
        table.locate(ids, IdKinds.BLOCK, IdKinds.BLOCK, at);
        assertThat(Arrays.stream(at).mapToLong(cell -> table.cells()[cell]))
                .containsExactlyElementsOf(numbersOfSecondBlock());
        assertThat(table.size()).isEqualTo(IDS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x7FFFFFFFL, 0xFFFFFFFFL})
    @DisplayName("do so too if they are 128 bits wide")
    void wide(long hash) {
        var table = new WideIds();
        var highs = new long[IDS];
        Arrays.fill(highs, HIGH);
        var lows = alike(hash, HIGH);

        for (int from = 0; from < IDS; from += IdKinds.BLOCK) {
            table.locate(highs, lows, from, IdKinds.BLOCK, at);
            for (int i = 0; i < IdKinds.BLOCK; i++) {
                assertThat(table.hash(table.cells(), at[i])).isEqualTo((int) hash);
                assertThat(table.cells()[at[i]]).isZero();
                table.cells()[at[i]] = 1L + from + i;
            }
        }

        assertThat(table.size()).isEqualTo(IDS);
        for (int i = 0; i < IDS; i++) {
            assertThat(table.cells()[table.find(HIGH, lows[i])]).isEqualTo(1L + i);
        }
        table.locate(highs, lows, IdKinds.BLOCK, IdKinds.BLOCK, at);
        assertThat(Arrays.stream(at).mapToLong(cell -> table.cells()[cell]))
                .containsExactlyElementsOf(numbersOfSecondBlock());
        assertThat(table.size()).isEqualTo(IDS);
    }

    private static Iterable<Long> numbersOfSecondBlock() {
        return LongStream.rangeClosed(IdKinds.BLOCK + 1, 2 * IdKinds.BLOCK)
                .boxed()
                .toList();
    }

    /** The lower halves of ids with an upper half, or the ids if that is 0: what the hash does to an id, undone. */
    private static long[] alike(long hash, long high) {
        return LongStream.rangeClosed(1, IDS)
                .map(lower -> (hash << Integer.SIZE | lower) * UNDOES ^ high * FACTOR_OF_HIGH)
                .map(folded -> folded ^ folded >>> Integer.SIZE)
                .toArray();
    }
}
