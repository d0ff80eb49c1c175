/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** What a probe is scored by, in percent. */
public enum LinearMetric {
    /** Share of images whose highest score is their class. */
    TOP1,
    /** Mean over classes of the share of the class's images that are right. */
    MEAN_PER_CLASS,
    /** Mean over classes of the 11-point average precision of PASCAL VOC 2007; labels are multi-label. */
    MAP11
}
