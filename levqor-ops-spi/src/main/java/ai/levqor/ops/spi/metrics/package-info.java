/** Where request latency and failures come from. */
@NullMarked
package ai.levqor.ops.spi.metrics;

import org.jspecify.annotations.NullMarked;
