/** Presigned uploads to the object store. */
@NullMarked
package io.carryover.gateway.api.upload;

import org.jspecify.annotations.NullMarked;
