/** The little that plain SQL needs. */
@NullMarked
package io.carryover.gateway.api.sql;

import org.jspecify.annotations.NullMarked;
