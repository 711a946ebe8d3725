package ai.levqor.ops.redis;

import ai.levqor.ops.spi.queue.RedriveProgress;

/** How the moves of one call go: what is still wanted, and what has come of them. */
interface MoveCourse {
    /** How many more jobs to move; a move is begun only if there are some. */
    long wanted();

    /** The number of the next move, which no move had before. */
    long number();

    /**
     * Hears where the redrive stands after a move that was carried out.
     *
     * @return how many jobs that one moved
     */
    long moved(RedriveProgress progress);
}
