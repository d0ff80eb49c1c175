/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import java.util.List;
import java.util.Optional;

/** A cursor page: {@code next} is handed back as {@code ?cursor=} for the following one, absent on the last. */
public record Page<T>(List<T> items, Optional<String> next) {}
