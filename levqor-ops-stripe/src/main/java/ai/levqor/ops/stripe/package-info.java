/** The room for the Stripe adapter. Nothing is in it yet. */
@NullMarked
package ai.levqor.ops.stripe;

import org.jspecify.annotations.NullMarked;
