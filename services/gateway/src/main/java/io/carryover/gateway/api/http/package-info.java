/** What every route shares: problem documents, host check, JSON, limits. */
@NullMarked
package io.carryover.gateway.api.http;

import org.jspecify.annotations.NullMarked;
