/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of messaging, and fakes of what it offers for the tests of others. */
@NullMarked
package io.carryover.messaging;

import org.jspecify.annotations.NullMarked;
