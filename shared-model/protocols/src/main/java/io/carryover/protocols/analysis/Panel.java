/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One task on the scale of correlations: log odds, negated angles, or plain numbers; one value per model.
 *
 * @param task of its column; of a mean, the setting that it is over, with the shots where it is over one of several
 * @param dataset or {@link #MEAN}
 * @param metric of its columns; {@link #MIXED} where they differ
 * @param protocol that all of its numbers have
 * @param family of panels whose tests are corrected together
 * @param over datasets that a mean is over; one for others
 * @param clipped cells that were moved off 0 or 1
 * @param provenance of its numbers
 * @param caveat what has to stand beside it; empty where nothing has
 * @param values by model
 * @param leftOut models that a mean leaves out as they lack a dataset
 */
public record Panel(
        String task,
        String dataset,
        String metric,
        String protocol,
        String family,
        List<String> over,
        int clipped,
        String provenance,
        String caveat,
        Map<String, Double> values,
        List<String> leftOut) {
    /** Dataset of averages over datasets, taken on the scale of log odds as in the study. */
    public static final String MEAN = "MEAN_OF_LOGITS";

    /** Metric of means over datasets that are scored differently. */
    public static final String MIXED = "mixed";

    public Panel {
        over = List.copyOf(over);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        leftOut = List.copyOf(leftOut);
    }

    /** Whether {@code wanted} names it: DATASET, TASK:DATASET, TASK:DATASET:METRIC, or these with the protocol. */
    public boolean isCalled(String wanted) {
        return wanted.equals(dataset)
                || wanted.equals(task + ":" + dataset)
                || wanted.equals(task + ":" + dataset + ":" + metric)
                || wanted.equals(name());
    }

    /** All that distinguishes it. */
    public String name() {
        return new Column.Key(task, dataset, metric, protocol).toString();
    }
}
