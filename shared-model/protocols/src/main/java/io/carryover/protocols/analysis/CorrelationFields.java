/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.correlation.Association;
import io.carryover.protocols.correlation.Coefficients;
import io.carryover.protocols.correlation.RegressionLine;
import io.carryover.protocols.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** An analysis of correlations as the fields that the command and the API print; scripts rely on them. */
public final class CorrelationFields {
    private static final int BAND_POINTS = 25;

    private CorrelationFields() {}

    /** The whole document. */
    public static Map<String, Object> of(Panel reference, List<PanelCorrelation> panels, int draws, long seed) {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> x = names(reference);
        x.put("provenance", reference.provenance());
        json.put("reference", x);
        json.put("draws", draws);
        json.put("seed", seed);
        json.put("panels", panels.stream().map(CorrelationFields::panel).toList());
        return json;
    }

    private static Map<String, Object> names(Panel panel) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", panel.task());
        json.put("dataset", panel.dataset());
        json.put("metric", panel.metric());
        json.put("protocol", panel.protocol());
        return json;
    }

    private static Map<String, Object> panel(PanelCorrelation each) {
        Map<String, Object> json = names(each.panel());
        json.put("family", each.panel().family());
        json.put("n", each.correlations().n());
        json.put("pearson", association(each.correlations().pearson(), each.pearsonQ()));
        json.put("spearman", association(each.correlations().spearman(), each.spearmanQ()));
        json.put("kendall", association(each.correlations().kendall(), each.kendallQ()));
        if (each.correlations().tooFewToRank()) {
            json.put("note", "too few to rank");
        }
        if (!each.panel().caveat().isEmpty()) {
            json.put("caveat", each.panel().caveat());
        }
        json.put("over", each.panel().over());
        json.put("clipped", each.panel().clipped());
        json.put("provenance", each.panel().provenance());
        List<String> leftOut = new ArrayList<>(each.leftOut());
        leftOut.addAll(each.panel().leftOut());
        json.put("left_out", leftOut);
        each.line().ifPresent(line -> json.put("regression", line(line, each.x())));
        each.alternative().ifPresent(other -> json.put("supervised_as_76_13", coefficients(other)));
        if (!each.leaveOneOut().isEmpty()) {
            json.put("leave_one_out", leaveOneOut(each));
        }
        json.put("points", points(each));
        return json;
    }

    private static Map<String, Object> association(Association association, OptionalDouble q) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (association) {
            case Association.Measured m -> {
                json.put("r", m.r());
                json.put("ci95", pair(m.interval()));
                json.put("p", m.p());
                json.put("q", q.orElseThrow());
                json.put("interval", m.interval().rule());
                json.put("permutations", m.exact() ? "all" : "drawn");
            }
            case Association.None none -> json.put("reason", none.reason());
        }
        return json;
    }

    static List<Double> pair(Interval interval) {
        return List.of(interval.lo(), interval.hi());
    }

    private static Map<String, Object> line(RegressionLine line, List<Double> x) {
        double least = Collections.min(x);
        double most = Collections.max(x);
        double[] at = new double[BAND_POINTS];
        for (int i = 0; i < at.length; i++) {
            at[i] = least + (most - least) * i / (BAND_POINTS - 1);
        }
        double[] half = line.halfWidths(at);
        List<List<Double>> band = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            band.add(List.of(at[i], line.at(at[i]) - half[i], line.at(at[i]) + half[i]));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("slope", line.slope());
        json.put("intercept", line.intercept());
        json.put("residual_sd", line.residual());
        json.put("band95", band);
        return json;
    }

    private static Map<String, Object> coefficients(Coefficients c) {
        Map<String, Object> json = new LinkedHashMap<>();
        // Without one model the others may be equal: then there is none.
        if (!Double.isNaN(c.pearson())) {
            json.put("pearson", c.pearson());
            json.put("spearman", c.spearman());
            json.put("kendall", c.kendall());
        }
        return json;
    }

    private static List<Map<String, Object>> leaveOneOut(PanelCorrelation each) {
        List<Map<String, Object>> left = new ArrayList<>();
        for (int i = 0; i < each.models().size(); i++) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", each.models().get(i));
            json.putAll(coefficients(each.leaveOneOut().get(i)));
            left.add(json);
        }
        return left;
    }

    private static List<Map<String, Object>> points(PanelCorrelation each) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (int i = 0; i < each.models().size(); i++) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", each.models().get(i));
            json.put("x", each.x().get(i));
            json.put("y", each.y().get(i));
            points.add(json);
        }
        return points;
    }
}
