package ai.levqor.ops.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import redis.clients.jedis.HostAndPort;

/**
 * Sockets on a channel: whoever waits on one stops at once when its thread is interrupted. A plain socket would keep it until
 * the timeout. TLS is that of the JVM's default {@link SSLContext} at the time, and insists on a certificate for the host.
 */
record Sockets(HostAndPort at, boolean tls, Duration timeout) {

    /**
     * Connects, and agrees on TLS where that is asked for.
     *
     * @throws RedisFault if either fails ({@code NOT_SENT})
     */
    Socket open() {
        try {
            var socket = SocketChannel.open().socket();
            try {
                connect(socket);
                return tls ? secured(socket) : socket;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            var why = e instanceof SSLException ? " over TLS: " + e.getMessage() : "";
            throw RedisFault.notSent("Redis at " + at + " cannot be reached" + why, e);
        }
    }

    private void connect(Socket socket) throws IOException {
        var millis = Math.toIntExact(timeout.toMillis());
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(new InetSocketAddress(at.getHost(), at.getPort()), millis);
        socket.setSoTimeout(millis);
    }

    private Socket secured(Socket socket) throws IOException {
        try {
            var factory = SSLContext.getDefault().getSocketFactory();
            var secured = (SSLSocket) factory.createSocket(socket, at.getHost(), at.getPort(), true);
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException("the key store or trust store of this JVM cannot be used", e);
        } catch (IOException e) {
            var why = e.getCause() instanceof CertificateException
                    ? "its certificate is not accepted: "
                    : "it does not agree on TLS, or does not speak it (then it is redis://): ";
            throw new SSLException(why + e.getMessage(), e);
        }
    }
}
