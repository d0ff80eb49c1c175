/** Tables of numbers that came from outside: checked as a whole, written as one record of the results topic. */
@NullMarked
package io.carryover.gateway.api.table;

import org.jspecify.annotations.NullMarked;
