package ai.levqor.ops.examples.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * A JVM of its own that sends requests, so that the measured one spends its time on answering alone. It reads lines of
 * {@code PATH COUNT} and says {@code done} to each.
 */
final class LoadChild {
    /** How many are open at a time. */
    static final int CONNECTIONS = 4;

    private LoadChild() {}

    /** {@code LoadChild PORT TOKEN}; an empty token is not sent. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var port = Integer.parseInt(arguments[0]);
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        var connections = new ArrayList<Connection>();
        for (var i = 0; i < CONNECTIONS; i++) {
            connections.add(new Connection(new Socket(InetAddress.getLoopbackAddress(), port), arguments[1]));
        }
        for (var line = orders.readLine(); line != null; line = orders.readLine()) {
            var words = line.split(" ", 2);
            var each = Integer.parseInt(words[1]) / CONNECTIONS;
            var tasks = connections.stream()
                    .map(connection -> (Callable<Void>) () -> connection.get(words[0], each))
                    .toList();
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
            System.out.println("done");
        }
        threads.shutdown();
    }

    /** One kept-alive connection. It understands just enough HTTP/1.1 for small answers with a Content-Length. */
    private static final class Connection {
        private final Socket socket;
        private final String header;
        private final byte[] buffer = new byte[16_384];

        Connection(Socket socket, String token) throws IOException {
            this.socket = socket;
            this.header = token.isEmpty() ? "" : "X-ADMIN-TOKEN: " + token + "\r\n";
            socket.setTcpNoDelay(true);
        }

        Void get(String path, int times) throws IOException {
            var request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n" + header
                            + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (var i = 0; i < times; i++) {
                socket.getOutputStream().write(request);
                readAnswer(socket.getInputStream());
            }
            return null;
        }

        private void readAnswer(InputStream in) throws IOException {
            var read = 0;
            var end = -1;
            while (end < 0 || read < end) {
                var more = in.read(buffer, read, buffer.length - read);
                if (more < 0) {
                    throw new IOException("the server closed the connection");
                }
                read += more;
                end = end < 0 ? endOfAnswer(read) : end;
            }
        }

        private int endOfAnswer(int read) throws IOException {
            var text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
            var headers = text.indexOf("\r\n\r\n");
            if (headers < 0) {
                return -1;
            }
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("unexpected answer: " + text.substring(0, text.indexOf('\r')));
            }
            var length = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:") + 15;
            return headers
                    + 4
                    + Integer.parseInt(
                            text.substring(length, text.indexOf('\r', length)).strip());
        }
    }
}
