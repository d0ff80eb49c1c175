/**
 * From a cell of the study (backbone × seed × task on a dataset) to the jobs that compute its number. Pure: no clock, no
 * database, no client.
 */
@NullMarked
package io.carryover.gateway.plan;

import org.jspecify.annotations.NullMarked;
