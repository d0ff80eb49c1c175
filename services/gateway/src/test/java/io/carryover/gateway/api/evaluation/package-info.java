@NullMarked
package io.carryover.gateway.api.evaluation;

import org.jspecify.annotations.NullMarked;
