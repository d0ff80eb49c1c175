/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a residual network's strided layers treat the border of their input. */
public enum Padding {
    /** Half a kernel of zeros on each side, as torchvision's networks do: what the study did with every checkpoint. */
    PLAIN,
    /**
     * TensorFlow's SAME: as many zeros as give {@code ceil(size / stride)} positions, the odd one at the end. BYOL was
     * trained so (deepmind-research, issue 84).
     */
    SAME;

    /** Lower-case name, as in JSON and on the command line. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
