/** Jobs, workers and queues: what an operator looks at. */
@NullMarked
package io.carryover.gateway.api.job;

import org.jspecify.annotations.NullMarked;
