/**
 * HTTP without a server: request record in, response record out. Knows neither servlets nor what the routes do. Not API:
 * public only for the packages beside it.
 */
@NullMarked
package ai.levqor.ops.servlet.http;

import org.jspecify.annotations.NullMarked;
