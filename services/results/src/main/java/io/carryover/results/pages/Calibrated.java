/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.job.StepOutput.Calibration;
import io.carryover.contracts.job.StepOutput.ReliabilityBin;
import io.carryover.contracts.job.StepOutput.ScaledCalibration;
import io.carryover.results.pages.Curve.Axis;
import io.carryover.results.pages.Curve.Dot;
import io.carryover.results.pages.Curve.Tick;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far confidences can be trusted: accuracy over mean confidence of the bins that hold images, drawn in a square of
 * {@link #SIDE}.
 *
 * @param ece percent
 * @param words what temperature scaling gives, likelihood and Brier score
 * @param points of a polyline
 */
public record Calibrated(
        String ece, String words, String points, List<Dot> dots, List<Tick> xTicks, List<Tick> yTicks, String summary) {
    static final int SIDE = 300;

    private static final double LEFT = 46;
    private static final double EDGE = 14;
    private static final double BOTTOM = 30;

    static Calibrated of(Calibration calibration) {
        Axis x = new Axis(0, 100, LEFT, SIDE - EDGE);
        Axis y = new Axis(0, 100, SIDE - BOTTOM, EDGE);
        List<ReliabilityBin> filled =
                calibration.bins().stream().filter(bin -> bin.images() > 0).toList();
        List<Dot> dots = filled.stream()
                .map(bin -> new Dot(
                        x.at(bin.confidence()),
                        y.at(bin.accuracy()),
                        String.format(
                                Locale.ROOT,
                                "confidence %.1f %%: %.1f %% of %d images right",
                                bin.confidence(),
                                bin.accuracy(),
                                bin.images())))
                .toList();
        return new Calibrated(
                String.format(Locale.ROOT, "%.2f", calibration.ece()),
                words(calibration),
                dots.stream().map(dot -> dot.x() + "," + dot.y()).collect(Collectors.joining(" ")),
                dots,
                Stream.of(0, 50, 100).map(v -> new Tick(x.at(v), v.toString())).toList(),
                Stream.of(0, 50, 100).map(v -> new Tick(y.at(v), v.toString())).toList(),
                String.format(
                        Locale.ROOT,
                        "Accuracy over mean confidence of %d bins of test images, percent; on the diagonal both are equal.",
                        filled.size()));
    }

    private static String words(Calibration calibration) {
        String plain = String.format(
                Locale.ROOT,
                "Negative log-likelihood %.4f nats, Brier score %.4f.",
                calibration.nll(),
                calibration.brier());
        return plain + calibration.scaled().map(Calibrated::words).orElse("");
    }

    private static String words(ScaledCalibration scaled) {
        return String.format(
                Locale.ROOT,
                " After temperature scaling (%s): ECE %.2f %%, %.4f nats, Brier score %.4f.",
                scaled.tunedOnTest()
                        ? String.format(
                                Locale.ROOT,
                                "tuned on test, as the study did: %d temperatures from %.3f to %.3f",
                                scaled.temperatures().size(),
                                scaled.temperatures().stream()
                                        .mapToDouble(t -> t)
                                        .min()
                                        .orElse(Double.NaN),
                                scaled.temperatures().stream()
                                        .mapToDouble(t -> t)
                                        .max()
                                        .orElse(Double.NaN))
                        : String.format(
                                Locale.ROOT,
                                "temperature %.3f, from validation images",
                                scaled.temperatures().getFirst()),
                scaled.ece(),
                scaled.nll(),
                scaled.brier());
    }
}
