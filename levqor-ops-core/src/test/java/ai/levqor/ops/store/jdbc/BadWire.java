package ai.levqor.ops.store.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A wire to a server on loopback. After so many bytes of answers on one connection it is torn, which the client sees as a
 * reset, or falls silent. Whole until told otherwise.
 */
public final class BadWire implements Closeable {
    private final ServerSocket entry;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile long bytes = Long.MAX_VALUE;
    private volatile boolean silent;
    private volatile boolean bad;

    public BadWire(int serverPort) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        begin(this::accept);
    }

    /** The next connection that hears so many bytes is torn. */
    public void tearAfter(long answerBytes) {
        become(answerBytes, false);
    }

    /** The next connection that hears so many bytes hears nothing more. */
    public void silenceAfter(long answerBytes) {
        become(answerBytes, true);
    }

    /** Mends it for new connections. */
    public void mend() {
        become(Long.MAX_VALUE, false);
    }

    private void become(long answerBytes, boolean silence) {
        bad = false;
        silent = silence;
        bytes = answerBytes;
    }

    /** Whether a connection has heard as much as it may. */
    public boolean wentBad() {
        return bad;
    }

    /** A database of the real PostgreSQL through this wire; reads wait for so many seconds at the most, 0 for ever. */
    public PGSimpleDataSource to(String database, int socketTimeoutSeconds) {
        var source = new PGSimpleDataSource();
        source.setUrl(RealPostgres.url("postgres", database)
                .replace(":" + server.getPort() + "/", ":" + entry.getLocalPort() + "/"));
        source.setSocketTimeout(socketTimeoutSeconds);
        source.setCancelSignalTimeout(1);
        return source;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                var client = entry.accept();
                open.add(client);
                var peer = new Socket();
                open.add(peer);
                peer.connect(server, 10_000);
                begin(() -> forward(client, peer, false));
                begin(() -> forward(peer, client, true));
            } catch (IOException e) {
                if (!entry.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void forward(Socket from, Socket to, boolean answers) {
        var buffer = new byte[4096];
        var heard = 0L;
        try {
            InputStream in = from.getInputStream();
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                var left = answers ? bytes - heard : Long.MAX_VALUE;
                to.getOutputStream().write(buffer, 0, (int) Math.max(0, Math.min(read, left)));
                heard += read;
                if (read >= left) {
                    bad = true;
                    if (!silent) {
                        // A close without linger is a reset.
                        to.setSoLinger(true, 0);
                        break;
                    }
                }
            }
        } catch (SocketException e) {
            // One end has gone: so does the other, below.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            shut(from);
            shut(to);
        }
    }

    private void shut(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(Runnable work) {
        var thread = new Thread(work, "bad-wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        open.forEach(this::shut);
    }
}
