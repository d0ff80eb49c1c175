/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a fine-tune searches: learning rates from large to small, each with every weight decay (study A.2; ssl-transfer
 * {@code finetune.py}). The study's text searches with and without augmentation, its code one of them at a time.
 */
public enum FineTuneGrid {
    /** The study's 20 points with augmentation: what its code does by default. */
    AUGMENTED,
    /** The same 20 without. */
    PLAIN,
    /** All 40, those with augmentation first. */
    BOTH,
    /** Four points for people without a fleet. Its numbers never stand beside the study's. */
    SMALL;

    private static final List<Double> RATES = List.of(0.1, 0.01, 0.001, 0.0001);
    private static final List<Double> DECAYS = List.of(0.0, 1e-6, 1e-5, 1e-4, 1e-3);

    /**
     * One way to train.
     *
     * @param weightDecay as the study counts it: the optimiser is given it divided by the learning rate
     * @param augmented whether training images are cut and mirrored at random
     */
    public record Point(double learningRate, double weightDecay, boolean augmented) {}

    /** What a protocol searches unless told otherwise: the study's code augments, its text tries both. */
    public static FineTuneGrid usual(String protocol) {
        return protocol.equals("converged") ? BOTH : AUGMENTED;
    }

    /** All points, in the order in which the first of equals wins. */
    public List<Point> points() {
        return switch (this) {
            case AUGMENTED -> points(RATES, DECAYS, List.of(true));
            case PLAIN -> points(RATES, DECAYS, List.of(false));
            case BOTH -> points(RATES, DECAYS, List.of(true, false));
            case SMALL -> points(List.of(0.01, 0.001), List.of(0.0, 1e-4), List.of(true));
        };
    }

    private static List<Point> points(List<Double> rates, List<Double> decays, List<Boolean> augmented) {
        return augmented.stream()
                .flatMap(a -> rates.stream().flatMap(rate -> decays.stream().map(decay -> new Point(rate, decay, a))))
                .toList();
    }

    /** Lower-case name, as in requests. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name and number of points, as in result keys: {@code augmented-20}. */
    public String label() {
        return id() + "-" + points().size();
    }

    /**
     * The grid of this name.
     *
     * @throws CarryoverException INVALID_REQUEST for any other
     */
    @JsonCreator
    public static FineTuneGrid of(String id) {
        return Arrays.stream(values())
                .filter(grid -> grid.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "no grid '%s': %s"
                                .formatted(
                                        id,
                                        Arrays.stream(values())
                                                .map(FineTuneGrid::id)
                                                .collect(Collectors.joining(", ")))));
    }
}
