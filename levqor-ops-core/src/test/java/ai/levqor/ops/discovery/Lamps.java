package ai.levqor.ops.discovery;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Provider;
import ai.levqor.ops.spi.Settings;
import java.util.Set;

/** A kind of adapter nobody else has, and providers of it: good ones, and one for each way to be bad. */
public final class Lamps {
    private static final String SECRET = "hunter2";

    private Lamps() {}

    public record Lamp(String colour) {}

    public interface LampProvider extends Provider<Lamp> {}

    /** Says what it is given. */
    public abstract static class Base implements LampProvider {
        private final String id;
        private final Set<String> required;

        protected Base(String id, String... required) {
            this.id = id;
            this.required = Set.of(required);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Set<String> requiredSettings() {
            return required;
        }

        @Override
        public Lamp create(Settings settings) {
            return new Lamp(id);
        }
    }

    public static final class Plain extends Base {
        public Plain() {
            super("plain");
        }
    }

    public static final class Red extends Base {
        public Red() {
            super("red", "RED_URL", "RED_KEY");
        }
    }

    public static final class Blue extends Base {
        public Blue() {
            super("blue", "BLUE_URL");
        }
    }

    public static final class OtherRed extends Base {
        public OtherRed() {
            super("red");
        }
    }

    public static final class ThrowsInConstructor extends Base {
        public ThrowsInConstructor() {
            super("constructor");
            throw new IllegalStateException(SECRET);
        }
    }

    public static final class LacksAClass extends Base {
        public LacksAClass() {
            super("lacks");
            throw new NoClassDefFoundError("com/example/Missing");
        }
    }

    public static final class ThrowsInId extends Base {
        public ThrowsInId() {
            super("id");
        }

        @Override
        public String id() {
            throw new IllegalStateException(SECRET);
        }
    }

    public static final class ThrowsInSettings extends Base {
        public ThrowsInSettings() {
            super("settings");
        }

        @Override
        public Set<String> requiredSettings() {
            throw new IllegalStateException(SECRET);
        }
    }

    public static final class BadId extends Base {
        public BadId() {
            super("Bad Id");
        }
    }

    public static final class ThrowsInCreate extends Base {
        public ThrowsInCreate() {
            super("throws", "THROWS_URL");
        }

        @Override
        public Lamp create(Settings settings) {
            throw new IllegalStateException(SECRET);
        }
    }

    public static final class Picky extends Base {
        public Picky() {
            super("picky", "PICKY_URL");
        }

        @Override
        public Lamp create(Settings settings) {
            throw new ConfigurationException("PICKY_URL must be a URL");
        }
    }

    /** Breaks the contract where the compiler cannot see it. */
    public static final class GivesNull extends Base {
        public GivesNull() {
            super("null");
        }

        @Override
        @SuppressWarnings("NullAway")
        public Lamp create(Settings settings) {
            return null;
        }
    }
}
