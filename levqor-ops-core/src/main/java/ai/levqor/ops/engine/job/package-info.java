/** What runs now and then: how far it has come, and how it ended. */
@NullMarked
package ai.levqor.ops.engine.job;

import org.jspecify.annotations.NullMarked;
