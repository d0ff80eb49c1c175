/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.JobKey;
import java.util.Optional;

/**
 * An item of {@code GET /v1/evaluations/{id}/cells}: one backbone on one task, in the order in which it was asked for.
 *
 * @param backbone its name; empty for a task without one
 * @param seed of a control that has several; else 0
 * @param title text form of {@code task}, as on the command line, without a number of episodes or a seed
 * @param state {@code waiting}, {@code planned}, {@code scored}, {@code failed} or {@code cancelled}
 * @param job which computes its number; absent until it is planned. A result carries the same key
 */
public record EvaluationCell(
        String backbone, long seed, TaskRequest task, String title, String state, Optional<JobKey> job) {}
