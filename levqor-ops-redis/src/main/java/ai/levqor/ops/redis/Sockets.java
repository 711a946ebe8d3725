package ai.levqor.ops.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Sockets on a channel: whoever waits on one stops at once when its thread is interrupted. A plain socket would keep it until
 * the timeout.
 */
record Sockets(HostAndPort at, boolean tls, Duration timeout) implements JedisSocketFactory {

    @Override
    public Socket createSocket() {
        try {
            return open();
        } catch (IOException e) {
            throw new JedisConnectionException("no connection to " + at, e);
        }
    }

    private Socket open() throws IOException {
        var socket = SocketChannel.open().socket();
        try {
            var millis = Math.toIntExact(timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(at.getHost(), at.getPort()), millis);
            socket.setSoTimeout(millis);
            return tls ? secured(socket) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket socket) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secured = (SSLSocket) factory.createSocket(socket, at.getHost(), at.getPort(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
