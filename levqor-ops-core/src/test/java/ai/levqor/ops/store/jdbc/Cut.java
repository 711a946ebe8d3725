package ai.levqor.ops.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A database that can go away. */
final class Cut {
    private Cut() {}

    /** The database, which gives no connection while {@code away}. */
    static DataSource able(DataSource database, AtomicBoolean away) {
        return (DataSource) Proxy.newProxyInstance(
                Cut.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("no connection", "08001");
                    }
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
