package ai.levqor.ops.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Measures the host's requests, from the filter to the end of the chain, or to the completion of a request that went
 * asynchronous. Failed is what ended with a status of 500 or more, or with an exception. An asynchronous request that
 * timed out is judged by the status it ended with: a host may well answer a long poll that way.
 */
final class HostTraffic {
    private static final int FIRST_FAILURE = 500;

    private final Recorder recorder;
    private final LongSupplier nanos;

    /** Takes each measured request. Safe for many threads; throws nothing. */
    @FunctionalInterface
    interface Recorder {
        void record(long elapsedNanos, boolean failed);
    }

    HostTraffic(Recorder recorder, LongSupplier nanos) {
        this.recorder = recorder;
        this.nanos = nanos;
    }

    void measure(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var start = nanos.getAsLong();
        var thrown = true;
        try {
            chain.doFilter(request, response);
            thrown = false;
        } finally {
            if (!thrown && request.isAsyncStarted()) {
                recordOnCompletion(request, response, start);
            } else {
                record(start, thrown || response.getStatus() >= FIRST_FAILURE);
            }
        }
    }

    private void recordOnCompletion(HttpServletRequest request, HttpServletResponse response, long start) {
        var completion = new Completion(response, start);
        try {
            request.getAsyncContext().addListener(completion);
        } catch (IllegalStateException e) {
            completion.end(); // it has completed meanwhile
        }
    }

    private void record(long start, boolean failed) {
        recorder.record(nanos.getAsLong() - start, failed);
    }

    /** Waits for the end of one asynchronous request, however often it is dispatched and started again. */
    private final class Completion implements AsyncListener {
        private final HttpServletResponse response;
        private final long start;
        private final AtomicBoolean recorded = new AtomicBoolean();
        private volatile boolean broken;

        Completion(HttpServletResponse response, long start) {
            this.response = response;
            this.start = start;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {
            broken = true;
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        void end() {
            if (recorded.compareAndSet(false, true)) {
                record(start, broken || response.getStatus() >= FIRST_FAILURE);
            }
        }
    }
}
