/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView.Obstacle;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.result.ResultKey;
import io.carryover.protocols.stats.Intervals;
import io.carryover.results.artifacts.ItemFiles;
import io.carryover.results.artifacts.Items;
import io.carryover.results.artifacts.Units;
import io.carryover.results.board.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads both sides of a pair and compares them item by item. */
final class PairedItems {
    private final ItemFiles files;

    PairedItems(ItemFiles files) {
        this.files = files;
    }

    /** What came of it. */
    sealed interface Outcome {
        record Compared(Paired paired) implements Outcome {}

        /** @param passing whether it may be gone the next time */
        record Hindered(Obstacle obstacle, boolean passing) implements Outcome {}
    }

    Outcome of(Pairing.Pair pair) {
        List<Items> a = new ArrayList<>();
        List<Items> b = new ArrayList<>();
        for (Measured measured :
                Stream.concat(pair.a().stream(), pair.b().stream()).toList()) {
            switch (files.read(measured)) {
                case ItemFiles.Read.Found found -> {
                    if (!givesScore(found.items(), measured)) {
                        return hindered(
                                "OTHER_SCORE",
                                "what %s keeps by item does not give the score on record".formatted(name(measured)));
                    }
                    (a.size() < pair.a().size() ? a : b).add(found.items());
                }
                case ItemFiles.Read.NoArtifact _ -> {
                    return hindered("NO_ARTIFACT", "%s keeps nothing by item".formatted(name(measured)));
                }
                case ItemFiles.Read.TooLarge large -> {
                    return hindered(
                            "ARTIFACT_TOO_LARGE",
                            "the artifact of %s has %d bytes; carryover.results.rank-bootstrap.largest-artifact lets %d be read"
                                    .formatted(name(measured), large.artifact().sizeBytes(), large.largest()));
                }
                case ItemFiles.Read.Unreadable broken -> {
                    return new Outcome.Hindered(
                            new Obstacle(
                                    "ARTIFACT_UNREADABLE",
                                    "the artifact of %s can't be read: %s".formatted(name(measured), broken.why())),
                            true);
                }
            }
        }
        return compared(pair.key(), a, b);
    }

    private static Outcome compared(ResultKey key, List<Items> a, List<Items> b) {
        if (Stream.concat(a.stream(), b.stream())
                        .map(Items::identity)
                        .distinct()
                        .count()
                > 1) {
            return hindered("OTHER_ITEMS", "the two were scored on other images, or in another order");
        }
        return new Outcome.Compared(
                switch (a.getFirst()) {
                    case Items.Classified _ ->
                        PairedImages.of(key.metric(), all(a, Items.Classified.class), all(b, Items.Classified.class));
                    case Items.Marked _ ->
                        PairedMarks.of(key.protocol().name(), all(a, Items.Marked.class), all(b, Items.Marked.class));
                    case Items.Episodes _ ->
                        Samples.episodes(
                                mean(all(a, Items.Episodes.class).stream().map(Items.Episodes::accuracies)),
                                mean(all(b, Items.Episodes.class).stream().map(Items.Episodes::accuracies)));
                    case Items.Subsets _ ->
                        Samples.subsets(
                                mean(all(a, Items.Subsets.class).stream().map(Items.Subsets::values)),
                                mean(all(b, Items.Subsets.class).stream().map(Items.Subsets::values)));
                });
    }

    private static Outcome hindered(String code, String message) {
        return new Outcome.Hindered(new Obstacle(code, message), false);
    }

    private static boolean givesScore(Items items, Measured measured) {
        ResultKey key = measured.record().key();
        double score =
                switch (items) {
                    case Items.Classified _, Items.Episodes _ ->
                        Units.of(items).orElseThrow().score(key.metric());
                    case Items.Marked marked ->
                        Precisions.of(key.protocol().name(), marked).value();
                    case Items.Subsets subsets -> Intervals.mean(subsets.values());
                };
        return measured.isScore(score);
    }

    /** Equal identities are of one kind. */
    private static <T extends Items> List<T> all(List<Items> items, Class<T> kind) {
        return items.stream().map(kind::cast).toList();
    }

    private static double[] mean(Stream<double[]> seeds) {
        List<double[]> all = seeds.toList();
        double[] mean = new double[all.getFirst().length];
        Arrays.setAll(
                mean, i -> all.stream().mapToDouble(seed -> seed[i]).average().orElseThrow());
        return mean;
    }

    private static String name(Measured measured) {
        return measured.record().backbone().name();
    }
}
