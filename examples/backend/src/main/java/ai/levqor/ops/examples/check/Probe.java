package ai.levqor.ops.examples.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Sends single requests to one backend. */
final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String address;

    Probe(URI address) {
        this.address = address.toString().replaceAll("/+$", "");
    }

    Seen get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Seen get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("X-ADMIN-TOKEN", token).GET());
    }

    Seen get(String path, String token, String header, String value) throws IOException, InterruptedException {
        return send(request(path)
                .header("X-ADMIN-TOKEN", token)
                .header(header, value)
                .GET());
    }

    Seen post(String path, Optional<String> token) throws IOException, InterruptedException {
        var request = request(path).POST(BodyPublishers.noBody());
        token.ifPresent(it -> request.header("X-ADMIN-TOKEN", it));
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    }

    private Seen send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Seen(client.send(request.build(), BodyHandlers.ofString()));
    }
}
