package ai.levqor.ops.stripe;

import java.util.List;

/**
 * A page of a list of Stripe, newest first.
 *
 * @param more whether older ones follow
 */
record Page(List<Listed> items, boolean more) {

    Page {
        items = List.copyOf(items);
    }
}
