/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/analysis}.
 *
 * @param source {@code measured}, all standing results of this installation, or {@code published}, the study's tables
 * @param reference what all is held against: DATASET, TASK:DATASET or TASK:DATASET:METRIC; absent for the dataset of
 *     pretraining, or where there is none for the task that most models have
 * @param protocol of the numbers that are ranked, such as {@code study/1}; absent for the one with most of them
 * @param seed of all draws; absent for 0
 */
public record AnalysisRequest(
        @Nullable String source,
        @Nullable String reference,
        @Nullable String protocol,
        @Nullable Long seed) {}
