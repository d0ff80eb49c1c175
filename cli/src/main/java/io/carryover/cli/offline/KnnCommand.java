/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.cli.terminal.Table;
import io.carryover.protocols.knn.KnnResult;
import io.carryover.protocols.knn.KnnSettings;
import io.carryover.protocols.knn.WeightedKnn;
import io.carryover.protocols.linear.LabelledFeatures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Nearest neighbours on feature files. */
@Command(
        name = "knn",
        mixinStandardHelpOptions = true,
        description = "DINO's weighted nearest neighbours by cosine, for several k at once; beyond the study.")
final class KnnCommand implements Callable<Integer> {
    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Threads threads = new Threads();

    @Option(names = "--train", required = true, paramLabel = "FILE", description = "Features of the neighbours.")
    private Path train = Path.of("");

    @Option(names = "--test", required = true, paramLabel = "FILE", description = "Features to score on.")
    private Path test = Path.of("");

    @Option(
            names = "--k",
            split = ",",
            paramLabel = "K",
            defaultValue = "10,20,100,200",
            description = "Neighbours that vote, ascending (default ${DEFAULT-VALUE}).")
    private List<Integer> neighbours = List.of();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.07",
            description = "A neighbour of cosine s has exp(s/T) votes (default ${DEFAULT-VALUE}).")
    private double temperature;

    @Override
    public Integer call() {
        var settings = new KnnSettings(neighbours, temperature, threads.count());
        LabelledFeatures known = FeatureFile.read(train);
        LabelledFeatures asked = FeatureFile.read(test);
        long began = System.nanoTime();
        KnnResult result = WeightedKnn.run(
                known.features(),
                FeatureFile.single(train, known, "k-NN"),
                asked.features(),
                FeatureFile.single(test, asked, "k-NN"),
                settings,
                () -> false);
        double seconds = (System.nanoTime() - began) / 1e9;
        KnnResult.Value headline = result.headline();
        if (output.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("accuracy", headline.top1());
            json.put("k", headline.k());
            json.put("temperature", temperature);
            json.put(
                    "values",
                    result.values().stream()
                            .map(v -> Map.of(
                                    "k",
                                    v.k(),
                                    "accuracy",
                                    v.top1(),
                                    "ci95",
                                    List.of(v.interval().lo(), v.interval().hi()),
                                    "interval",
                                    v.interval().rule()))
                            .toList());
            json.put("n", result.images());
            json.put("seconds", seconds);
            output.json(json);
        } else {
            var table = new Table(">K", ">ACCURACY %", "95 % INTERVAL");
            result.values()
                    .forEach(v -> table.add(List.of(
                            String.valueOf(v.k()),
                            "%.2f".formatted(v.top1()),
                            "[%.2f, %.2f]"
                                    .formatted(v.interval().lo(), v.interval().hi()))));
            output.out().println(table);
            output.out()
                    .println("%.2f %% at k %d on %d test images, temperature %s, %.2f s"
                            .formatted(headline.top1(), headline.k(), result.images(), temperature, seconds));
            output.out().flush();
        }
        return 0;
    }
}
