/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.metric.ElevenPointPrecision.Style;
import io.carryover.protocols.stats.PrecisionBootstrap;
import io.carryover.results.artifacts.Items.Marked;
import java.util.stream.IntStream;

/** Average precisions as the linear probe's protocols have them. */
final class Precisions {
    private Precisions() {}

    /** {@code study} counts difficult marks as absent, like its code; any other protocol leaves them out, like the devkit. */
    static PrecisionBootstrap of(String protocol, Marked images) {
        boolean study = protocol.equals("study");
        PrecisionBootstrap precision = new PrecisionBootstrap(images.size());
        for (int k = 0; k < images.classes(); k++) {
            int c = k;
            int[] rows = IntStream.range(0, images.size())
                    .filter(i -> study || images.mark(i, c) != Labels.Multi.DIFFICULT)
                    .toArray();
            boolean[] positive = new boolean[rows.length];
            double[] scores = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                positive[i] = images.mark(rows[i], c) == Labels.Multi.PRESENT;
                scores[i] = images.logit(rows[i], c);
            }
            precision.add(rows, scores, positive, study ? Style.STUDY : Style.DEVKIT);
        }
        return precision;
    }
}
