/** Channels that tell people about an incident: Telegram. */
@NullMarked
package ai.levqor.ops.alert;

import org.jspecify.annotations.NullMarked;
