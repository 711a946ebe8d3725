package ai.levqor.ops.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.StateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps each value in a file of its own, {@code KEY.state} in one folder. The first line is an id that no other write
 * ever had, the rest is the value. A write replaces the file whole, under a lock that other processes keep to, and
 * creates the folder if needed; it has not happened if it fails. A file may be removed by hand: the key has no value
 * then.
 */
public final class FileStateStore implements StateStore {
    private static final int ID_LENGTH = 36;

    private final Path folder;

    /** A store in this folder, which need not be there. Nothing is read or written yet. */
    public FileStateStore(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public Optional<Versioned> read(String key) {
        var file = file(key);
        try {
            return file.read().map(content -> new Versioned(AtomicFile.version(content), value(file, content)));
        } catch (IOException e) {
            throw Disk.unavailable(file.name() + " cannot be read", e);
        }
    }

    @Override
    public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
        var content = (UUID.randomUUID() + "\n" + StateStore.requireValue(value)).getBytes(UTF_8);
        var written = file(key)
                .update(current ->
                        current.map(AtomicFile::version).equals(expected) ? Optional.of(content) : Optional.empty());
        return written ? Optional.of(AtomicFile.version(content)) : Optional.empty();
    }

    private AtomicFile file(String key) {
        return new AtomicFile(
                folder.resolve(StateStore.requireKey(key) + ".state"), ID_LENGTH + 1 + StateStore.MOST_BYTES);
    }

    private static String value(AtomicFile file, byte[] content) {
        var length = content.length - ID_LENGTH - 1;
        try {
            if (length < 0 || length > StateStore.MOST_BYTES || content[ID_LENGTH] != '\n') {
                throw new MalformedInputException(content.length);
            }
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(content, ID_LENGTH + 1, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnavailableException(file.name() + " is damaged; remove it to start without its value", e);
        }
    }
}
