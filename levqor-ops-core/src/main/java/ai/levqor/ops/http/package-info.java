/** Asking services on the network with a secret, within limits, and without telling the secret. */
@NullMarked
package ai.levqor.ops.http;

import org.jspecify.annotations.NullMarked;
