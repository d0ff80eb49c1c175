/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.protocols.stats.Normal;
import io.carryover.protocols.stats.SeedSummary;
import io.carryover.protocols.stats.StudentT;
import java.util.List;

/**
 * Several seeds as one number: their mean, and an interval over both what the seed and what the test images contribute.
 * Variance of the mean = sd²/k + mean of the seeds' own squared standard errors; the second term isn't divided by k, as
 * all seeds are scored on the same images. Student's t with Welch–Satterthwaite degrees of freedom, the test part taken
 * as known.
 */
record SeedGroup(double mean, double sd, Interval ci95) {

    /** @param scores of at least two seeds */
    static SeedGroup of(List<Score> scores) {
        int k = scores.size();
        SeedSummary summary =
                SeedSummary.of(scores.stream().mapToDouble(Score::value).toArray());
        double mean = summary.mean();
        double ofSeeds = summary.sd() * summary.sd();
        double ofTest = scores.stream()
                .mapToDouble(score -> standardError(score.ci95()))
                .map(se -> se * se)
                .average()
                .orElseThrow();
        boolean episodes =
                scores.stream().allMatch(score -> score.ci95().method().equals("episodes"));
        String method = episodes ? "seeds-episodes" : "seeds";
        double seedPart = ofSeeds / k;
        double variance = seedPart + ofTest;
        double half = 0;
        if (variance > 0) {
            double freedom = seedPart == 0 ? Double.POSITIVE_INFINITY : (k - 1) * Math.pow(variance / seedPart, 2);
            half = StudentT.quantile975(freedom) * Math.sqrt(variance);
        }
        return new SeedGroup(mean, summary.sd(), new Interval(mean - half, mean + half, method));
    }

    private static double standardError(Interval ci95) {
        return (ci95.hi() - ci95.lo()) / (2 * Normal.Z975);
    }
}
