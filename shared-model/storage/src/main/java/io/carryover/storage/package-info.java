/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Artifacts in an S3 object store: content keys, the commit of a job, caches, tensor files. */
@NullMarked
package io.carryover.storage;

import org.jspecify.annotations.NullMarked;
