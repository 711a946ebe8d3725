/** How costs from anywhere add up to days. */
@NullMarked
package ai.levqor.ops.billing.days;

import org.jspecify.annotations.NullMarked;
