package ai.levqor.ops.store.jdbc;

/** Which drivers the host has brought. */
final class Drivers {
    private static final boolean POSTGRESQL = isThere("org.postgresql.PGConnection");

    private Drivers() {}

    static boolean postgresqlIsThere() {
        return POSTGRESQL;
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, Drivers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
