@NullMarked
package io.carryover.gateway.plan;

import org.jspecify.annotations.NullMarked;
