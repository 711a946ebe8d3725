/** Measurements, never tests: each prints its figure beside a named rival's from the same run. */
@NullMarked
package ai.levqor.ops.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
