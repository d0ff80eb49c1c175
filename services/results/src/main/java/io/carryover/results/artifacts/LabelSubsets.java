/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.job.StepOutput.LabelEfficiencyScored;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scores behind label efficiency's headline; they stand in the result itself. */
final class LabelSubsets {
    private static final Pattern AT_LABELS = Pattern.compile(".+-at-(\\d+)-labels?");

    private LabelSubsets() {}

    static Optional<Items> of(LabelEfficiencyScored scored) {
        Matcher headline = AT_LABELS.matcher(scored.score().metric());
        if (!headline.matches()) {
            return Optional.empty();
        }
        int labels = Integer.parseInt(headline.group(1));
        return scored.curve().stream()
                .filter(point -> point.labels() == labels && !point.values().isEmpty())
                .findFirst()
                .map(point -> new Items.Subsets(
                        labels, point.values().stream().mapToDouble(v -> v).toArray()));
    }
}
