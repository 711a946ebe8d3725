package ai.levqor.ops.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A server on the loopback interface that answers each request with the bytes it is told, good or bad. */
public final class RawServer implements AutoCloseable {
    /** One request: its first line and headers, and its body. */
    public record Request(String head, String body) {}

    public final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    /** Has one entry for each connection that its client ended. */
    public final BlockingQueue<Socket> ended = new LinkedBlockingQueue<>();

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Function<Request, String> answers;
    private final boolean stalls;

    private RawServer(Function<Request, String> answers, boolean stalls) throws IOException {
        this.answers = answers;
        this.stalls = stalls;
        start(this::accept);
    }

    /** Sends these bytes and closes the connection. */
    public static RawServer answering(String bytes) throws IOException {
        return new RawServer(request -> bytes, false);
    }

    /** Sends what the request asks for, and closes the connection. */
    public static RawServer answering(Function<Request, String> answers) throws IOException {
        return new RawServer(answers, false);
    }

    /** Sends these bytes, and then nothing for ever. */
    public static RawServer stallingAfter(String bytes) throws IOException {
        return new RawServer(request -> bytes, true);
    }

    /** A whole answer. */
    public static String http(int status, String body, String... headers) {
        var head = new StringBuilder("HTTP/1.1 " + status + " Any\r\nConnection: close\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        return head + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    /** Its address, without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                start(() -> serve(client));
            }
        } catch (IOException closed) {
            requests.clear();
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = client.getInputStream();
            var request = read(in);
            requests.add(request);
            client.getOutputStream().write(answers.apply(request).getBytes(UTF_8));
            client.getOutputStream().flush();
            if (stalls && in.read() < 0) {
                ended.add(client);
            }
        } catch (IOException e) {
            ended.add(client);
        }
    }

    private static Request read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.read());
        }
        var length = head.toString(ISO_8859_1)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return new Request(head.toString(ISO_8859_1), new String(in.readNBytes(length), UTF_8));
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }
}
