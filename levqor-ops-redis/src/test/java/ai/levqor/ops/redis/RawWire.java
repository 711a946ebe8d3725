package ai.levqor.ops.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a server that passes bytes without a look at them, which may be TLS, and can be cut amid what the server says. */
final class RawWire implements AutoCloseable {
    private final ServerSocket entrance;
    private final int server;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** A way to the server at this port of loopback. */
    RawWire(int server) {
        this.server = server;
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** From now on the server's side says so many bytes more, of all connections together; then all are closed. */
    void cutAfter(long bytes) {
        left.set(bytes);
    }

    /** Cuts no more. */
    void mend() {
        left.set(Long.MAX_VALUE);
    }

    private void accept() throws IOException {
        while (true) {
            var client = entrance.accept();
            var there = new Socket(InetAddress.getLoopbackAddress(), server);
            open.add(client);
            open.add(there);
            daemon(() -> pass(client.getInputStream(), there.getOutputStream(), false));
            daemon(() -> pass(there.getInputStream(), client.getOutputStream(), true));
        }
    }

    private void pass(InputStream from, OutputStream to, boolean counted) throws IOException {
        var bytes = new byte[1_024];
        for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
            var passing = counted ? (int) Math.min(read, left.getAndAdd(-read)) : read;
            to.write(bytes, 0, Math.max(0, passing));
            if (passing < read) {
                break;
            }
        }
        closeAll();
    }

    private void closeAll() throws IOException {
        for (var socket : List.copyOf(open)) {
            socket.close();
            open.remove(socket);
        }
    }

    private static void daemon(Way way) {
        var thread = new Thread(() -> {
            try {
                way.run();
            } catch (IOException e) {
                // The other side of this way was closed, which ends it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        closeAll();
    }

    /** Something of a wire that goes on until a socket is closed. */
    private interface Way {
        void run() throws IOException;
    }
}
