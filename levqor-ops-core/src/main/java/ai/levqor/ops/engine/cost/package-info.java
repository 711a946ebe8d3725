/** What the backend costs: reads its sources in the background, keeps what they said, forecasts the next 30 days. */
@NullMarked
package ai.levqor.ops.engine.cost;

import org.jspecify.annotations.NullMarked;
