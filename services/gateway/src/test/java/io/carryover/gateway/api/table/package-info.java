@NullMarked
package io.carryover.gateway.api.table;

import org.jspecify.annotations.NullMarked;
