package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.Fire;
import java.util.List;
import java.util.Optional;

/** Where the rows of fires are, for the time of one call. Each change is made whole or not at all, whoever else is at it. */
public interface FireRows {

    /** The row of a fire, if it was taken. */
    Optional<FireRow> find(Fire fire);

    /** Writes the row of a fire that has none; {@code false} if it may have one by now, and nothing was written. */
    boolean insert(FireRow row);

    /**
     * Writes a row in the place of another, which runs.
     *
     * @return {@code false} if it may have changed since it was found, and nothing was written
     */
    boolean replace(FireRow found, FireRow by);

    /** The rows of a job, those that were inserted last first. */
    List<FireRow> newest(String job, int most);
}
