package ai.levqor.ops.stripe;

import java.util.Optional;

/**
 * One object of a list of Stripe, and what became of it.
 *
 * @param created in seconds since 1970, by Stripe's clock; lists are in this order, newest first
 * @param undecided whether it may still turn into a movement
 * @param movement empty if it adds nothing, or nothing yet
 */
record Listed(String id, long created, boolean undecided, Optional<Movement> movement) {

    static Listed moving(String id, long created, Optional<Movement> movement) {
        return new Listed(id, created, false, movement);
    }

    static Listed nothing(String id, long created) {
        return new Listed(id, created, false, Optional.empty());
    }

    static Listed undecided(String id, long created) {
        return new Listed(id, created, true, Optional.empty());
    }
}
