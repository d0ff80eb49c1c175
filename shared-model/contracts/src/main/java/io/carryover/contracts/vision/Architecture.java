/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

/** Family and base width of a network: {@code resnet50} with width 64 is torchvision's, 8 the demo's. */
public record Architecture(String family, int width) {
    /** Text form {@code resnet50w8}. */
    public String id() {
        return family + "w" + width;
    }
}
