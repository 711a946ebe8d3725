/** The servlet filter: measures the host's requests and answers the operations routes. */
@NullMarked
package ai.levqor.ops.servlet;

import org.jspecify.annotations.NullMarked;
