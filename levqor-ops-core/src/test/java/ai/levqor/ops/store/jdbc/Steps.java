package ai.levqor.ops.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database each step of which can be the last one of its connection: before each statement, before something is asked of
 * the driver itself such as COPY, and before each commit. Steps count from 1. A connection can die after a commit, too.
 */
public final class Steps {
    private final DataSource database;
    private final Death death;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile int last = Integer.MAX_VALUE;
    private volatile boolean lastIsCommit;

    /** How a connection, or all of the process, ends. */
    public interface Death {
        void of(Connection connection) throws Exception;
    }

    public Steps(DataSource database, Death death) {
        this.database = database;
        this.death = death;
    }

    /** Counts anew, and lets the connection die at this step. */
    public void dieAt(int step) {
        taken.set(0);
        last = step;
    }

    /** Lets the next connection that commits die after that. */
    public void dieAfterCommit() {
        lastIsCommit = true;
    }

    /** Whether that step was reached. */
    public boolean reached() {
        return taken.get() >= last;
    }

    /** Lets every connection live; gives the number of steps that were taken before. */
    public int live() {
        last = Integer.MAX_VALUE;
        return taken.getAndSet(0);
    }

    /** The database, whose connections take steps. */
    public DataSource database() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            var result = call(database, method, arguments);
            return result instanceof Connection connection ? steps(connection) : result;
        });
    }

    private Connection steps(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            var commits = method.getName().equals("commit");
            if (commits || method.getName().equals("unwrap")) {
                step(connection);
            }
            var result = call(connection, method, arguments);
            if (commits && lastIsCommit) {
                lastIsCommit = false;
                death.of(connection);
            }
            return result instanceof Statement statement
                    ? steps(statement, method.getReturnType(), connection)
                    : result;
        });
    }

    private Object steps(Statement statement, Class<?> type, Connection connection) {
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                step(connection);
            }
            return call(statement, method, arguments);
        });
    }

    private void step(Connection connection) throws Exception {
        if (taken.incrementAndGet() == last) {
            death.of(connection);
        }
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Steps.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
