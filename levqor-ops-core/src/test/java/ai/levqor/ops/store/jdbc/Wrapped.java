package ai.levqor.ops.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A database whose connections are somebody else's objects, as a pool's are. */
final class Wrapped {
    private Wrapped() {}

    /** One whose connections show what is in them; it is told of each time that they do. */
    static DataSource open(DataSource database, Consumer<Class<?>> shown) {
        return wrapped(database, connection -> (proxy, method, arguments) -> {
            if (method.getName().equals("unwrap")) {
                shown.accept((Class<?>) arguments[0]);
            }
            return call(connection, method, arguments);
        });
    }

    /** One whose connections do not show what is in them. */
    static DataSource closed(DataSource database) {
        return wrapped(database, connection -> (proxy, method, arguments) -> switch (method.getName()) {
            case "isWrapperFor" -> false;
            case "unwrap" -> throw new SQLException("nothing is in it");
            default -> call(connection, method, arguments);
        });
    }

    private interface Wrapper {
        InvocationHandler around(Connection connection);
    }

    private static DataSource wrapped(DataSource database, Wrapper wrapper) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            var result = call(database, method, arguments);
            return result instanceof Connection connection
                    ? proxy(Connection.class, wrapper.around(connection))
                    : result;
        });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Wrapped.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
