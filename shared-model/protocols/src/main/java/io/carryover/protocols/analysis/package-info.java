/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The study's analysis of a table of scores: which columns are compared and how (sections 4.6 and A.7 of Ericsson, Gouk and Hospedales, CVPR
 * 2021). Text or records in, numbers out.
 */
@NullMarked
package io.carryover.protocols.analysis;

import org.jspecify.annotations.NullMarked;
