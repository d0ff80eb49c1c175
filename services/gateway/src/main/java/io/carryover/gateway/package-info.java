/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The gateway: takes evaluations, plans graphs of jobs, decides their states. */
@org.jspecify.annotations.NullMarked
package io.carryover.gateway;
