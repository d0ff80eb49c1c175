/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether three splits can be probed together. */
final class ProbeInput {
    private ProbeInput() {}

    /** K of all splits together. */
    static int classes(LabelledRows... splits) {
        int most = 0;
        for (LabelledRows split : splits) {
            if (split.dimension() != splits[0].dimension()) {
                throw new CarryoverException(
                        ErrorCode.INVALID_FEATURES,
                        "splits differ in dimension: " + splits[0].dimension() + " and " + split.dimension());
            }
            int classes =
                    switch (split.labels()) {
                        case Labels.Single single -> single.classes();
                        case Labels.Multi multi -> multi.classes();
                    };
            boolean multi = split.labels() instanceof Labels.Multi;
            if (multi != splits[0].labels() instanceof Labels.Multi || (multi && most > 0 && most != classes)) {
                throw new CarryoverException(ErrorCode.INVALID_FEATURES, "splits differ in the shape of their labels");
            }
            most = Math.max(most, classes);
        }
        if (most < 2 && splits[0].labels() instanceof Labels.Single) {
            throw new CarryoverException(ErrorCode.CLASS_ABSENT, "there is one class only: nothing to tell apart");
        }
        return most;
    }

    /** Refuses what can't be scored; returns what is to be told about the rest. */
    static List<String> check(LabelledRows train, SplitScorer onVal, SplitScorer onTest) {
        refuseAbsent(new SplitScorer(onVal.metric(), onVal.protocol(), train.labels(), onVal.classes()), "train");
        refuseAbsent(onTest, "test");
        refuseConstant(train.features());
        List<String> warnings = new ArrayList<>();
        int absent = onVal.absent().length;
        if (absent == onVal.classes()) {
            throw new CarryoverException(ErrorCode.CLASS_ABSENT, "no class has an image in val");
        }
        if (absent > 0) {
            warnings.add(
                    "validation lacks " + absent + " of " + onVal.classes() + " classes: its mean is over the others");
        }
        return warnings;
    }

    /** What is to be told of classes with one image: after the choice of C there is no other one to learn them from. */
    static Optional<String> singles(LabelledRows train, LabelledRows val) {
        if (!(join(train, val) instanceof Labels.Single labels)) {
            return Optional.empty();
        }
        int[] images = new int[labels.classes()];
        for (int i = 0; i < labels.size(); i++) {
            images[labels.at(i)]++;
        }
        long single = Arrays.stream(images).filter(n -> n == 1).count();
        return single == 0
                ? Optional.empty()
                : Optional.of("%d of %d classes have a single image in train and validation"
                        .formatted(single, images.length));
    }

    private static void refuseAbsent(SplitScorer split, String name) {
        int[] absent = split.absent();
        if (absent.length > 0) {
            throw new CarryoverException(
                    ErrorCode.CLASS_ABSENT,
                    "class " + absent[0] + " has no image in " + name
                            + (absent.length > 1 ? " (nor have " + (absent.length - 1) + " others)" : ""));
        }
    }

    private static void refuseConstant(FeatureRows features) {
        float[] first = new float[features.dimension()];
        float[] row = new float[features.dimension()];
        features.read(0, 1, first);
        for (int i = 1; i < features.rows(); i++) {
            features.read(i, 1, row);
            for (int j = 0; j < row.length; j++) {
                if (row[j] != first[j]) {
                    return;
                }
            }
        }
        throw new CarryoverException(ErrorCode.DEGENERATE_FEATURES, "all images of train have the same features");
    }

    /** Labels of both, in the order of {@link FeatureRows#below}. */
    static Labels join(LabelledRows train, LabelledRows val) {
        return train.labels().join(val.labels());
    }
}
