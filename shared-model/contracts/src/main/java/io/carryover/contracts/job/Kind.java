/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;

/** Classes of jobs by what they need and how long they take; each has topics of its own. */
public enum Kind {
    /** Checkpoints and datasets are opened here, never in the gateway. */
    IMPORTS(Duration.ofMinutes(10)),
    /** Feature extraction. */
    FEATURES(Duration.ofMinutes(10)),
    /** Probes and few-shot on features: minutes. */
    HEADS(Duration.ofMinutes(10)),
    /** Fine-tuning: hours. */
    FINETUNE(Duration.ofMinutes(30)),
    /** Detection: hours. */
    DETECTION(Duration.ofMinutes(30)),
    /** Segmentation and surface normals: hours. */
    SEGMENTATION(Duration.ofMinutes(30)),
    /** Correlations and rankings. */
    ANALYSIS(Duration.ofMinutes(10));

    private final Duration stallLimit;

    Kind(Duration stallLimit) {
        this.stallLimit = stallLimit;
    }

    /** How long a job's progress counter may stand still before its worker gives it up and exits. */
    public Duration stallLimit() {
        return stallLimit;
    }

    /** Lower-case name, as in topics and JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
