package ai.levqor.ops.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A way to a Redis server that can go wrong at one command. It passes one command and its whole reply at a time, so that
 * "before it is sent" and "after it was carried out" are what they say. The commands of all connections are counted, but not
 * those that greet ({@code CLIENT}, {@code AUTH}, {@code SELECT}, {@code HELLO}, {@code PING}).
 */
final class FaultyWire implements AutoCloseable {
    private static final Set<String> GREETINGS = Set.of("CLIENT", "AUTH", "SELECT", "HELLO", "PING");

    /** What goes wrong. */
    enum Fault {
        /** The connection is closed, and the server does not see the command. */
        CUT_BEFORE,
        /** The connection is reset, and the server does not see the command. */
        RESET_BEFORE,
        /** Half of the command arrives; the server cannot make sense of it. */
        HALF_SENT,
        /** The server carries the command out; the connection is closed without its reply. */
        REPLY_LOST,
        /** The server carries the command out; the connection is reset without its reply. */
        RESET_AFTER,
        /** The server carries the command out; half of its reply arrives, and nothing else. */
        HALF_REPLY,
        /** The server carries the command out; its reply is held back until {@link FaultyWire#letGo} or the end. */
        REPLY_HELD,
        /** The command is held back until {@link FaultyWire#letGo} or the end. */
        COMMAND_HELD,
        /** The server carries the command out; something that is not Redis answers. */
        GARBAGE
    }

    private final ServerSocket entrance;
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch go = new CountDownLatch(1);
    private long commands; // guarded by this
    private long faultAt = -1; // guarded by this
    private String faultyCommand = ""; // guarded by this
    private long named; // guarded by this
    private Fault fault = Fault.CUT_BEFORE; // guarded by this
    private @Nullable Thread faulty; // guarded by this
    private boolean refusing; // guarded by this

    /** A way to the server at this port of loopback. */
    FaultyWire(int server) {
        this.server = server;
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    String url() {
        return "redis://127.0.0.1:" + entrance.getLocalPort();
    }

    /** Lets it go wrong once, at the command that comes after so many others. */
    synchronized void breakAfter(int others, Fault how) {
        faultAt = commands + others;
        fault = how;
    }

    /** Lets it go wrong once, at the command of this name that comes after so many others of this name. */
    synchronized void breakAt(String command, int others, Fault how) {
        faultyCommand = command;
        named = others;
        fault = how;
    }

    /** How many commands have come. */
    synchronized long commands() {
        return commands;
    }

    /** Whether the fault that was ordered has happened. */
    synchronized boolean broken() {
        return faultAt >= 0 && commands > faultAt;
    }

    /** Closes all connections, and every new one at once, until {@link #accepting}. */
    synchronized void refusing() {
        refusing = true;
        open.forEach(FaultyWire::shut);
    }

    synchronized void accepting() {
        refusing = false;
    }

    /** Lets what is held back go on. */
    void letGo() {
        go.countDown();
    }

    /** Until nothing more comes over the connection that the fault was on, which whoever asks must have closed. */
    void awaitEndOfFault() throws InterruptedException {
        Thread connection;
        synchronized (this) {
            connection = faulty;
        }
        if (connection != null) {
            connection.join();
        }
    }

    @Override
    public void close() throws IOException {
        letGo();
        entrance.close();
        open.forEach(FaultyWire::shut);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var client = entrance.accept();
                if (isRefusing()) {
                    shut(client);
                    continue;
                }
                open.add(client);
                daemon(() -> pass(client));
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private synchronized boolean isRefusing() {
        return refusing;
    }

    private void pass(Socket client) {
        try (client;
                var upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            open.add(upstream);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            var asked = new BufferedInputStream(client.getInputStream());
            var answered = new BufferedInputStream(upstream.getInputStream());
            for (var command = message(asked); command.length > 0; command = message(asked)) {
                if (!pass(command, client, upstream, answered)) {
                    return;
                }
            }
        } catch (IOException e) {
            // One of the two ends has gone, as it may: the other is closed with it.
            shut(client);
        } finally {
            open.remove(client);
        }
    }

    /** {@code false} if the connection is over. */
    private boolean pass(byte[] command, Socket client, Socket upstream, InputStream answered) throws IOException {
        var now = next(command);
        if (now == Fault.CUT_BEFORE) {
            return false;
        }
        if (now == Fault.RESET_BEFORE) {
            client.setSoLinger(true, 0);
            return false;
        }
        if (now == Fault.HALF_SENT) {
            upstream.getOutputStream().write(Arrays.copyOf(command, command.length / 2));
            return false;
        }
        if (now == Fault.COMMAND_HELD) {
            held();
        }
        upstream.getOutputStream().write(command);
        var reply = message(answered);
        if (now == Fault.REPLY_HELD) {
            held();
        }
        if (now == Fault.RESET_AFTER) {
            client.setSoLinger(true, 0);
        }
        if (now == Fault.REPLY_LOST || now == Fault.RESET_AFTER || reply.length == 0) {
            return false;
        }
        if (now == Fault.GARBAGE) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return false;
        }
        client.getOutputStream().write(reply, 0, now == Fault.HALF_REPLY ? reply.length / 2 : reply.length);
        return now != Fault.HALF_REPLY;
    }

    private void held() throws IOException {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private synchronized @Nullable Fault next(byte[] command) {
        var name = new String(command, StandardCharsets.ISO_8859_1).split("\r\n", 4)[2];
        if (GREETINGS.contains(name)) {
            return null;
        }
        if (name.equals(faultyCommand) && named-- == 0) {
            faultAt = commands;
        }
        if (commands++ != faultAt) {
            return null;
        }
        faulty = Thread.currentThread();
        return fault;
    }

    /** One whole message as it stands on the wire; empty at the end. */
    private static byte[] message(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (!copy(in, bytes)) {
            return new byte[0];
        }
        return bytes.toByteArray();
    }

    private static boolean copy(InputStream in, ByteArrayOutputStream to) throws IOException {
        var line = line(in, to);
        if (line.isEmpty()) {
            return false;
        }
        var count = line.charAt(0) == '$' || line.charAt(0) == '*' ? Integer.parseInt(line.substring(1)) : -1;
        if (line.charAt(0) == '$' && count >= 0) {
            to.write(exactly(in, count + 2));
        }
        for (int i = 0; line.charAt(0) == '*' && i < count; i++) {
            if (!copy(in, to)) {
                throw new EOFException();
            }
        }
        return true;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** A line without its end, which is copied too; empty at the end of all. */
    private static String line(InputStream in, ByteArrayOutputStream to) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return "";
            }
            to.write(next);
            line.append((char) next);
        }
        to.write('\n');
        return line.toString().stripTrailing();
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }
}
