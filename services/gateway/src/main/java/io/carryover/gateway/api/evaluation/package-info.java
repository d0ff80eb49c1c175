/** Evaluations: what a client posted, its cells, where it stands, its stream of progress. */
@NullMarked
package io.carryover.gateway.api.evaluation;

import org.jspecify.annotations.NullMarked;
