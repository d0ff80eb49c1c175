/** The HTTP interface of the gateway: routes under {@code /v1}. */
@NullMarked
package io.carryover.gateway.api;

import org.jspecify.annotations.NullMarked;
