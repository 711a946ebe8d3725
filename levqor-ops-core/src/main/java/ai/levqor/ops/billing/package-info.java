/** Sources of daily costs: OpenAI, and files. */
@NullMarked
package ai.levqor.ops.billing;

import org.jspecify.annotations.NullMarked;
