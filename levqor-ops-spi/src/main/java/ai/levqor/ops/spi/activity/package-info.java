/** Who was active on which day. */
@NullMarked
package ai.levqor.ops.spi.activity;

import org.jspecify.annotations.NullMarked;
