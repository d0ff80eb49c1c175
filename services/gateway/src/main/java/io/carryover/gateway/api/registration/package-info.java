/** Backbones and datasets by name: pending, then ready or refused. */
@NullMarked
package io.carryover.gateway.api.registration;

import org.jspecify.annotations.NullMarked;
