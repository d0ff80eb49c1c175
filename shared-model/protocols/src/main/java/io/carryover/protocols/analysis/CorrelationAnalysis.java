/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.correlation.Association;
import io.carryover.protocols.correlation.BenjaminiHochberg;
import io.carryover.protocols.correlation.Coefficients;
import io.carryover.protocols.correlation.Correlations;
import io.carryover.protocols.correlation.Draws;
import io.carryover.protocols.correlation.Predictor;
import io.carryover.protocols.correlation.RegressionLine;
import io.carryover.protocols.correlation.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Panels against a reference panel. Draws, and what they make of a panel, are kept between calls: an analysis of all pairs of panels makes
 * them once.
 *
 * <p>Not for several threads at once.
 */
public final class CorrelationAnalysis {
    private final int count;
    private final long seed;
    private final Map<Integer, Draws> draws = new HashMap<>();
    private final Map<List<Object>, Sample> samples = new HashMap<>();

    /**
     * An analysis.
     *
     * @param draws permutations, where not all are tried, and resamples: {@link Draws#USUAL}
     * @param seed of the draws
     */
    public CorrelationAnalysis(int draws, long seed) {
        this.count = draws;
        this.seed = seed;
    }

    /**
     * Every panel against {@code reference}, the reference itself left out; models are those that have both numbers.
     *
     * @param alternative the reference with another number for a model, for the sensitivity to it
     */
    public List<PanelCorrelation> against(Panel reference, List<Panel> panels, Optional<Panel> alternative) {
        Map<List<String>, List<Panel>> byModels = new LinkedHashMap<>();
        for (Panel panel : panels) {
            if (!panel.name().equals(reference.name())) {
                byModels.computeIfAbsent(shared(reference, panel), _ -> new ArrayList<>())
                        .add(panel);
            }
        }
        Map<String, PanelCorrelation> measured = new HashMap<>();
        byModels.forEach((models, group) -> measure(reference, models, group, alternative)
                .forEach(each -> measured.put(each.panel().name(), each)));
        List<PanelCorrelation> ordered = panels.stream()
                .flatMap(p -> Optional.ofNullable(measured.get(p.name())).stream())
                .toList();
        return discoveries(ordered);
    }

    private static List<String> shared(Panel reference, Panel panel) {
        return reference.values().keySet().stream()
                .filter(panel.values()::containsKey)
                .toList();
    }

    private List<PanelCorrelation> measure(
            Panel reference, List<String> models, List<Panel> panels, Optional<Panel> alternative) {
        double[] x = values(reference, models);
        List<double[]> ys = panels.stream().map(p -> values(p, models)).toList();
        List<Correlations> correlations = models.isEmpty()
                ? panels.stream().map(_ -> NO_MODEL).toList()
                : new Predictor(sample(reference, models))
                        .with(panels.stream().map(p -> sample(p, models)).toList());
        List<PanelCorrelation> measured = new ArrayList<>();
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = panels.get(i);
            double[] y = ys.get(i);
            boolean any = correlations.get(i).pearson() instanceof Association.Measured;
            measured.add(new PanelCorrelation(
                    panel,
                    models,
                    boxed(x),
                    boxed(y),
                    correlations.get(i),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    any ? Optional.of(RegressionLine.through(x, y)) : Optional.empty(),
                    any ? Coefficients.leaveOneOut(sample(reference, models), sample(panel, models)) : List.of(),
                    alternative.filter(_ -> any).map(other -> Coefficients.of(values(other, models), y)),
                    panel.values().keySet().stream()
                            .filter(m -> !models.contains(m))
                            .toList()));
        }
        return measured;
    }

    private Sample sample(Panel panel, List<String> models) {
        Draws drawn = draws.computeIfAbsent(models.size(), n -> Draws.of(n, count, seed));
        return samples.computeIfAbsent(List.of(panel, models), _ -> new Sample(values(panel, models), drawn));
    }

    private static final Correlations NO_MODEL = none();

    private static Correlations none() {
        var none = new Association.None("no model has both numbers");
        return new Correlations(0, none, none, none);
    }

    private static List<PanelCorrelation> discoveries(List<PanelCorrelation> panels) {
        Map<String, OptionalDouble> pearson = q(panels, c -> c.pearson());
        Map<String, OptionalDouble> spearman = q(panels, c -> c.spearman());
        Map<String, OptionalDouble> kendall = q(panels, c -> c.kendall());
        return panels.stream()
                .map(p -> {
                    String name = p.panel().name();
                    return p.with(of(pearson, name), of(spearman, name), of(kendall, name));
                })
                .toList();
    }

    private static OptionalDouble of(Map<String, OptionalDouble> q, String name) {
        return q.getOrDefault(name, OptionalDouble.empty());
    }

    private static Map<String, OptionalDouble> q(
            List<PanelCorrelation> panels, Function<Correlations, Association> statistic) {
        Map<String, Map<String, Double>> families = new LinkedHashMap<>();
        for (PanelCorrelation each : panels) {
            if (statistic.apply(each.correlations()) instanceof Association.Measured measured) {
                families.computeIfAbsent(each.panel().family(), _ -> new LinkedHashMap<>())
                        .put(each.panel().name(), measured.p());
            }
        }
        Map<String, OptionalDouble> q = new HashMap<>();
        for (Map<String, Double> family : families.values()) {
            double[] adjusted = BenjaminiHochberg.q(
                    family.values().stream().mapToDouble(p -> p).toArray());
            int next = 0;
            for (String name : family.keySet()) {
                q.put(name, OptionalDouble.of(adjusted[next++]));
            }
        }
        return q;
    }

    private static double[] values(Panel panel, List<String> models) {
        return models.stream()
                .mapToDouble(m -> panel.values().getOrDefault(m, Double.NaN))
                .toArray();
    }

    private static List<Double> boxed(double[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}
