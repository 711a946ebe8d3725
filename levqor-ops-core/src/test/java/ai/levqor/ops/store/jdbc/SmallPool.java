package ai.levqor.ops.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/** Connections that are given out again after they were closed. They end with the database. */
final class SmallPool {
    private SmallPool() {}

    static DataSource of(DataSource database) {
        var idle = new ConcurrentLinkedDeque<Connection>();
        return (DataSource) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    var kept = idle.pollFirst();
                    return lent(kept == null ? database.getConnection() : kept, idle);
                });
    }

    private static Connection lent(Connection connection, Deque<Connection> idle) {
        return (Connection) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        idle.addFirst(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
