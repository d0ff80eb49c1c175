/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Normalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Input normalisations by name, and as tables: {@code (v / 255 - mean) / std} per channel in float32. */
public final class Normalisations {
    private static final Map<String, Normalisation> NAMED = Map.of(
            "imagenet",
            Normalisation.IMAGENET,
            "none",
            Normalisation.NONE,
            "half",
            new Normalisation("half", List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
            "clip",
            new Normalisation(
                    "clip", List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711)));

    private Normalisations() {}

    /**
     * {@code imagenet}, {@code none}, {@code half}, {@code clip}, or {@code m,m,m/s,s,s}.
     *
     * @throws CarryoverException INVALID_REQUEST for anything else
     */
    public static Normalisation parse(String text) {
        Normalisation named = NAMED.get(text);
        return named != null
                ? named
                : numbers(text)
                        .orElseThrow(() -> new CarryoverException(
                                ErrorCode.INVALID_REQUEST,
                                "normalisation %s is none of imagenet, none, half, clip, m,m,m/s,s,s".formatted(text)));
    }

    private static Optional<Normalisation> numbers(String text) {
        String[] halves = text.split("/", -1);
        if (halves.length != 2) {
            return Optional.empty();
        }
        try {
            List<Double> mean = doubles(halves[0]);
            List<Double> std = doubles(halves[1]);
            boolean finite =
                    mean.stream().allMatch(Double::isFinite) && std.stream().allMatch(Double::isFinite);
            return finite ? Optional.of(new Normalisation(text, mean, std)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<Double> doubles(String text) {
        List<Double> values = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            values.add(Double.parseDouble(part));
        }
        return values;
    }

    /** What each 8-bit sample of a channel becomes, rounded to float32 after each step as PyTorch does. */
    static float[] table(Normalisation normalisation, int channel) {
        float mean = normalisation.mean().get(channel).floatValue();
        float std = normalisation.std().get(channel).floatValue();
        float[] table = new float[256];
        for (int v = 0; v < table.length; v++) {
            table[v] = (v / 255f - mean) / std;
        }
        return table;
    }
}
