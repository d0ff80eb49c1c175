@NullMarked
package io.carryover.gateway.api.registration;

import org.jspecify.annotations.NullMarked;
