package ai.levqor.ops.redis;

/**
 * On whose behalf moves are.
 *
 * @param redrive the name of the redrive
 * @param mover who may move, as the server knows it
 * @param mostRedrives after how many redrives a job goes to the quarantine
 */
record MoveOrder(String redrive, String mover, int mostRedrives) {

    IllegalStateException takenOver() {
        return new IllegalStateException("redrive " + redrive
                + " is another's: somebody else has begun or taken up a redrive since, or Redis has lost it");
    }
}
