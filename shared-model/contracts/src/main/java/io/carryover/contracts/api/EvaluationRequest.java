/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/evaluations}: every backbone (by name) × every task.
 *
 * @param name for people; may be left out
 */
public record EvaluationRequest(@Nullable String name, List<String> backbones, List<TaskRequest> tasks) {}
