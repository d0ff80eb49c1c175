/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.protocols.fewshot.FewShot;
import io.carryover.protocols.fewshot.FewShotResult;
import io.carryover.protocols.linear.LabelledFeatures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Few-shot on a feature file. */
@Command(name = "few-shot", mixinStandardHelpOptions = true, description = "Nearest centroid over episodes.")
final class FewShotCommand implements Callable<Integer> {
    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Threads threads = new Threads();

    @Option(names = "--features", required = true, paramLabel = "FILE", description = "Features with labels.")
    private Path file = Path.of("");

    @Option(
            names = "--ways",
            paramLabel = "N",
            defaultValue = "5",
            description = "Classes per episode (default ${DEFAULT-VALUE}).")
    private int ways;

    @Option(
            names = "--shots",
            paramLabel = "N",
            defaultValue = "5",
            description = "Labelled images per class (default ${DEFAULT-VALUE}).")
    private int shots;

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "15",
            description = "Images per class to recognise (default ${DEFAULT-VALUE}).")
    private int queries;

    @Option(
            names = "--episodes",
            paramLabel = "N",
            defaultValue = "600",
            description = "How many (default ${DEFAULT-VALUE}).")
    private int episodes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the draw of episodes (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        LabelledFeatures pool = FeatureFile.read(file);
        int[] labels = FeatureFile.single(file, pool, "few-shot");
        long began = System.nanoTime();
        FewShotResult result = FewShot.run(
                pool.features(),
                labels,
                new FewShot.Settings(ways, shots, queries, episodes, seed, threads.count()),
                () -> false);
        double seconds = (System.nanoTime() - began) / 1e9;
        if (output.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("accuracy", result.accuracy());
            json.put("ci95", result.ci95());
            json.put("episodes", result.episodes());
            json.put("classes_left_out", result.classesLeftOut());
            json.put("seconds", seconds);
            output.json(json);
        } else {
            output.out()
                    .println("%.2f ±%.2f %% over %d episodes (%d-way %d-shot), %.2f s"
                            .formatted(result.accuracy(), result.ci95(), result.episodes(), ways, shots, seconds));
            output.out().flush();
        }
        return 0;
    }
}
