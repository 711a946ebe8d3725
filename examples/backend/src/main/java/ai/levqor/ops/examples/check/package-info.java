/** Checks of a running backend from outside: every route, its keys and their types. Changes nothing there unless told to. */
@NullMarked
package ai.levqor.ops.examples.check;

import org.jspecify.annotations.NullMarked;
