package ai.levqor.ops.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * Databases of a server where each new connection is dear, behind a small pool, as hosts have it. A connection that is
 * closed is given to whoever comes next to the same database; at any time each user has one of her own. One that died is
 * given to nobody, and neither is one that comes back otherwise than it went. Of all that are idle the newest stay.
 */
final class KeptConnections {
    private static final int MOST_IDLE = 12;
    private static final int SECONDS_TO_ANSWER = 30;

    private final Deque<Idle> idle = new ArrayDeque<>();

    private record Idle(DataSource database, Connection connection) {}

    /** The same database, whose connections are kept. */
    DataSource of(DataSource database) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection") && arguments == null) {
                return lent(database, taken(database));
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    /** Closes all that nobody uses: a database with a connection cannot be copied. */
    synchronized void closeIdle() throws SQLException {
        while (!idle.isEmpty()) {
            idle.removeFirst().connection().close();
        }
    }

    private Connection taken(DataSource database) throws SQLException {
        for (var kept = newest(database); kept.isPresent(); kept = newest(database)) {
            if (kept.get().isValid(SECONDS_TO_ANSWER)) {
                return kept.get();
            }
            kept.get().close();
        }
        return database.getConnection();
    }

    private synchronized Optional<Connection> newest(DataSource database) {
        var kept = idle.stream().filter(each -> each.database() == database).findFirst();
        kept.ifPresent(idle::remove);
        return kept.map(Idle::connection);
    }

    private Connection lent(DataSource database, Connection connection) {
        var isBack = new AtomicBoolean();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "close" -> {
                    if (!isBack.getAndSet(true)) {
                        takeBack(database, connection);
                    }
                    return null;
                }
                case "isClosed" -> {
                    return isBack.get() || connection.isClosed();
                }
                default -> {
                    if (isBack.get()) {
                        throw new SQLException("the connection was given back", "08003");
                    }
                    return call(connection, method, arguments);
                }
            }
        });
    }

    private synchronized void takeBack(DataSource database, Connection connection) throws SQLException {
        if (!isAsItWent(connection)) {
            connection.close();
            return;
        }
        idle.addFirst(new Idle(database, connection));
        if (idle.size() > MOST_IDLE) {
            idle.removeLast().connection().close();
        }
    }

    private static boolean isAsItWent(Connection connection) throws SQLException {
        return !connection.isClosed()
                && connection.getAutoCommit()
                && !connection.isReadOnly()
                && connection.getNetworkTimeout() == 0;
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(KeptConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
