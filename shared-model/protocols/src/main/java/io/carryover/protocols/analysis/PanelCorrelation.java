/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.correlation.Coefficients;
import io.carryover.protocols.correlation.Correlations;
import io.carryover.protocols.correlation.RegressionLine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One panel against the reference.
 *
 * @param models that have both numbers, in the order of the lists beside
 * @param x their values of the reference
 * @param y their values of the panel
 * @param correlations of these
 * @param pearsonQ false discovery rate within the panel's family; nothing where there is no coefficient
 * @param line of y on x, where both vary and models are enough
 * @param leaveOneOut the coefficients without each model; empty where there are none with all of them
 * @param alternative the coefficients with the other number for supervised ImageNet, where that plays a part
 * @param leftOut models of the panel without a number of the reference
 */
public record PanelCorrelation(
        Panel panel,
        List<String> models,
        List<Double> x,
        List<Double> y,
        Correlations correlations,
        OptionalDouble pearsonQ,
        OptionalDouble spearmanQ,
        OptionalDouble kendallQ,
        Optional<RegressionLine> line,
        List<Coefficients> leaveOneOut,
        Optional<Coefficients> alternative,
        List<String> leftOut) {
    public PanelCorrelation {
        models = List.copyOf(models);
        x = List.copyOf(x);
        y = List.copyOf(y);
        leaveOneOut = List.copyOf(leaveOneOut);
        leftOut = List.copyOf(leftOut);
    }

    PanelCorrelation with(OptionalDouble pearson, OptionalDouble spearman, OptionalDouble kendall) {
        return new PanelCorrelation(
                panel, models, x, y, correlations, pearson, spearman, kendall, line, leaveOneOut, alternative, leftOut);
    }
}
