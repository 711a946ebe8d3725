/** What the backend costs. */
@NullMarked
package ai.levqor.ops.spi.billing;

import org.jspecify.annotations.NullMarked;
