@NullMarked
package io.carryover.gateway.api;

import org.jspecify.annotations.NullMarked;
