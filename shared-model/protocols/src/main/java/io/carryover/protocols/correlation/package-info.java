/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How scores of one task go with those of another, over models: three coefficients with intervals and permutation tests, after section 4.6
 * of Ericsson, Gouk and Hospedales (CVPR 2021), which has Pearson's and Spearman's.
 */
@NullMarked
package io.carryover.protocols.correlation;

import org.jspecify.annotations.NullMarked;
