/** The published description of the routes. */
@NullMarked
package io.carryover.gateway.api.openapi;

import org.jspecify.annotations.NullMarked;
