@NullMarked
package io.carryover.gateway.api.job;

import org.jspecify.annotations.NullMarked;
