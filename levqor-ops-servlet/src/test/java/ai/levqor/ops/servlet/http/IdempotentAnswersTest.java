package ai.levqor.ops.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdempotentAnswersTest {
    private static final byte[] PAYLOAD = {1};

    private final IdempotentAnswers answers = new IdempotentAnswers(() -> 0);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    @DisplayName("32 requests with one key at once are carried out once; the others are told so or get the answer")
    void atOnce() throws Exception {
        var start = new CyclicBarrier(32);
        var statuses = together(32, () -> {
            start.await();
            return status("key");
        });

        assertThat(runs).hasValue(1);
        assertThat(statuses).contains(200).isSubsetOf(200, 409);
        assertThat(status("key")).isEqualTo(200);
        assertThat(runs).hasValue(1);
    }

    @Test
    @DisplayName("one key on two paths is two keys")
    void byPath() {
        answers.once("/a", "key", PAYLOAD, this::run);
        answers.once("/b", "key", PAYLOAD, this::run);

        assertThat(runs).hasValue(2);
    }

    @Test
    @DisplayName("work that throws leaves the key free")
    void throwing() {
        assertThatThrownBy(() -> answers.once("/a", "key", PAYLOAD, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(status("key")).isEqualTo(200);
        assertThat(runs).hasValue(1);
    }

    private int status(String key) {
        try {
            return answers.once("/a", key, PAYLOAD, this::run).status();
        } catch (ProblemException e) {
            return e.problem().status();
        }
    }

    private OpsResponse run() {
        runs.incrementAndGet();
        return OpsResponse.json(200, List.of());
    }

    private static List<Integer> together(int count, Callable<Integer> work) throws Exception {
        var threads = Executors.newFixedThreadPool(count);
        try {
            var begun = new ArrayList<Future<Integer>>();
            for (int i = 0; i < count; i++) {
                begun.add(threads.submit(work));
            }
            var results = new ArrayList<Integer>();
            for (var each : begun) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
