package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.store.AtomicFile.Step;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WriteLockTest {
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Path file;
    private final FileFlagStore store;
    private final ChildJvm child;

    WriteLockTest(@TempDir Path folder) throws IOException {
        this.file = folder.resolve("flags.json");
        this.store = new FileFlagStore(file);
        this.child = ChildJvm.start(file);
        child.hear();
    }

    @AfterEach
    void endChild() {
        child.close();
    }

    @Test
    @DisplayName("while another process holds the lock, a write gives up in time and reads go on; its death frees it")
    void anotherProcess() throws IOException, InterruptedException {
        child.tell("lock");
        assertThat(child.hear()).isEqualTo("locked");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet(store.read(), Flags.DEFAULTS))
                .withMessage("flags.json cannot be written: Another process is writing");
        assertThat(store.read().problem()).isEmpty();
        assertThat(file).doesNotExist();

        child.kill();
        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS)).isTrue();
    }

    @Test
    @DisplayName("a thread that waits too long for another gives up; the other's write is done")
    void anotherThread() throws Exception {
        var slow = startSlowWrite();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet(store.read(), Flags.DEFAULTS))
                .withMessage("flags.json cannot be written: Another thread is writing");

        goOn.countDown();
        assertThat(slow.get(60, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(store.read().flags().workerCount()).isEqualTo(3);
    }

    @Test
    @DisplayName("a thread that is interrupted while it waits gives up at once, and stays interrupted")
    void interruptedWhileWaiting() throws Exception {
        var slow = startSlowWrite();

        Thread.currentThread().interrupt();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.compareAndSet(store.read(), Flags.DEFAULTS))
                .withMessage("flags.json cannot be written: Another thread is writing");
        assertThat(Thread.interrupted()).isTrue();
        goOn.countDown();
        slow.get(60, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("two copies of the library in two class loaders lose no update")
    void anotherClassLoader() throws Exception {
        try (var copy = new CopyLoader()) {
            var there = new FutureTask<>(() -> copy.add().invoke(null, file, 50));
            new Thread(there).start();

            Writer.add(file, 50);
            there.get(60, TimeUnit.SECONDS);
        }
        assertThat(store.read().flags().workerCount()).isEqualTo(2 + 50 + 50);
    }

    @Test
    @DisplayName("a write tried by a copy of the library meanwhile does not let another process in")
    void anotherClassLoaderDoesNotUnlock() throws Exception {
        try (var copy = new CopyLoader()) {
            var slow = startSlowWrite();
            var there = new FutureTask<>(() -> copy.add().invoke(null, file, 1));
            var thread = new Thread(there);
            thread.start();
            while (thread.getState() != Thread.State.BLOCKED && thread.isAlive()) {
                Thread.onSpinWait();
            }

            child.tell("try");
            assertThat(child.hear()).contains("Another process is writing");

            goOn.countDown();
            slow.get(60, TimeUnit.SECONDS);
            there.get(60, TimeUnit.SECONDS);
        }
        assertThat(store.read().flags().workerCount()).isEqualTo(4);
    }

    /** A write that waits in its middle, with the lock held. */
    private FutureTask<Integer> startSlowWrite() throws InterruptedException {
        var slow = new AtomicFile(file, FlagsJson.MOST_BYTES, step -> {
            if (step == Step.READ) {
                writing.countDown();
                await(goOn);
            }
        });
        var task = new FutureTask<>(() -> Writer.addOneWorker(new FileFlagStore(slow)));
        new Thread(task).start();
        assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
        return task;
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Loads this package again, from the same folders: what an application server does for each application. */
    private static final class CopyLoader extends URLClassLoader {
        CopyLoader() {
            super(new URL[] {origin(Writer.class), origin(FileFlagStore.class)}, WriteLockTest.class.getClassLoader());
        }

        Method add() throws ReflectiveOperationException {
            var add = loadClass(Writer.class.getName()).getDeclaredMethod("add", Path.class, int.class);
            assertThat(add.getDeclaringClass()).isNotSameAs(Writer.class);
            add.setAccessible(true);
            return add;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("ai.levqor.ops.store.")) {
                    return super.loadClass(name, resolve);
                }
                var loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        private static URL origin(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }
    }
}
