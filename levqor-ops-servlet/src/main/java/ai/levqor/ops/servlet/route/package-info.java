/** The routes: each handler asks the autopilot and turns the answer into a view record. Not API. */
@NullMarked
package ai.levqor.ops.servlet.route;

import org.jspecify.annotations.NullMarked;
