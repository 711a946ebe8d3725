/** The command line over the pure core. */
@NullMarked
package ai.levqor.ops.examples.lab;

import org.jspecify.annotations.NullMarked;
