/** What Stripe costs: its fees, refunds and disputes, or the charges themselves. */
@NullMarked
package ai.levqor.ops.stripe;

import org.jspecify.annotations.NullMarked;
