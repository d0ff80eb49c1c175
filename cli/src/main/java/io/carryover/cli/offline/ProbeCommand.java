/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.fewshot.FewShot;
import io.carryover.protocols.fewshot.FewShotResult;
import io.carryover.protocols.knn.KnnResult;
import io.carryover.protocols.knn.KnnSettings;
import io.carryover.protocols.knn.WeightedKnn;
import io.carryover.protocols.linear.LabelledFeatures;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.LinearResult;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.protocols.stats.Interval;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Probes on feature files. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Run a protocol on feature files (safetensors: features F32 [N,D], labels I64 [N] or U8 [N,K]).",
        synopsisSubcommandLabel = "(linear | few-shot | knn)")
public final class ProbeCommand {
    private static final long BOOTSTRAP_SEED = 0;

    /** Metric names of the command. */
    enum Metric {
        top1(LinearMetric.TOP1),
        mean_per_class(LinearMetric.MEAN_PER_CLASS),
        map11(LinearMetric.MAP11);

        private final LinearMetric metric;

        Metric(LinearMetric metric) {
            this.metric = metric;
        }

        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    /** Its names have hyphens, which constants can't. */
    static final class MetricNames implements ITypeConverter<Metric> {
        @Override
        public Metric convert(String name) {
            return Arrays.stream(Metric.values())
                    .filter(m -> m.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no metric '%s': top1, mean-per-class or map11".formatted(name)));
        }
    }

    @Command(name = "linear", mixinStandardHelpOptions = true, description = "Logistic regression over 45 values of C.")
    int linear(
            @Mixin Output output,
            @Option(names = "--train", required = true, paramLabel = "FILE", description = "Features to train on.")
                    Path train,
            @Option(names = "--val", required = true, paramLabel = "FILE", description = "Features to choose C on.")
                    Path val,
            @Option(names = "--test", required = true, paramLabel = "FILE", description = "Features to score on.")
                    Path test,
            @Option(
                            names = "--protocol",
                            paramLabel = "PROTOCOL",
                            defaultValue = "study",
                            description = "study or converged (default ${DEFAULT-VALUE}).")
                    LinearProtocol protocol,
            @Option(
                            names = "--metric",
                            paramLabel = "METRIC",
                            defaultValue = "top1",
                            converter = MetricNames.class,
                            description = "top1, mean-per-class or map11 (default ${DEFAULT-VALUE}).")
                    Metric metric,
            @Option(
                            names = "--threads",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "CPU threads (default: all).")
                    int threads) {
        LabelledFeatures[] splits = {FeatureFile.read(train), FeatureFile.read(val), FeatureFile.read(test)};
        long began = System.nanoTime();
        LinearResult result = LinearProbe.run(
                splits[0],
                splits[1],
                splits[2],
                new LinearProbe.Settings(protocol, metric.metric, orAll(threads)),
                ProbeMonitor.NONE);
        double seconds = (System.nanoTime() - began) / 1e9;
        Interval interval = result.testInterval(BOOTSTRAP_SEED);
        if (output.json) {
            output.json(json(result, metric.toString(), interval, seconds));
        } else {
            var table = new Table(">C", ">VALIDATION %", ">OBJECTIVE", ">ITERATIONS");
            result.sweep()
                    .forEach(p -> table.add(List.of(
                            "%.6g".formatted(p.c()),
                            "%.2f".formatted(p.value()),
                            "%.6g".formatted(p.objective()),
                            String.valueOf(p.iterations()))));
            output.out().println(table);
            output.out()
                    .println("%s %.2f %% [%.2f, %.2f] (%s) on %d test images, C %.6g, %.2f s"
                            .formatted(
                                    metric,
                                    result.testValue(),
                                    interval.lo(),
                                    interval.hi(),
                                    interval.rule(),
                                    result.testSize(),
                                    result.bestC(),
                                    seconds));
            output.out().flush();
        }
        result.warnings().forEach(w -> output.say("warning: " + w));
        return 0;
    }

    @Command(name = "few-shot", mixinStandardHelpOptions = true, description = "Nearest centroid over episodes.")
    int fewShot(
            @Mixin Output output,
            @Option(names = "--features", required = true, paramLabel = "FILE", description = "Features with labels.")
                    Path file,
            @Option(
                            names = "--ways",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "Classes per episode (default ${DEFAULT-VALUE}).")
                    int ways,
            @Option(
                            names = "--shots",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "Labelled images per class (default ${DEFAULT-VALUE}).")
                    int shots,
            @Option(
                            names = "--queries",
                            paramLabel = "N",
                            defaultValue = "15",
                            description = "Images per class to recognise (default ${DEFAULT-VALUE}).")
                    int queries,
            @Option(
                            names = "--episodes",
                            paramLabel = "N",
                            defaultValue = "600",
                            description = "How many (default ${DEFAULT-VALUE}).")
                    int episodes,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "Of the draw of episodes (default ${DEFAULT-VALUE}).")
                    long seed,
            @Option(
                            names = "--threads",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "CPU threads (default: all).")
                    int threads) {
        LabelledFeatures pool = FeatureFile.read(file);
        int[] labels = single(file, pool, "few-shot");
        long began = System.nanoTime();
        FewShotResult result = FewShot.run(
                pool.features(),
                labels,
                new FewShot.Settings(ways, shots, queries, episodes, seed, orAll(threads)),
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

    @Command(
            name = "knn",
            mixinStandardHelpOptions = true,
            description = "DINO's weighted nearest neighbours by cosine, for several k at once; beyond the study.")
    int knn(
            @Mixin Output output,
            @Option(
                            names = "--train",
                            required = true,
                            paramLabel = "FILE",
                            description = "Features of the neighbours.")
                    Path train,
            @Option(names = "--test", required = true, paramLabel = "FILE", description = "Features to score on.")
                    Path test,
            @Option(
                            names = "--k",
                            split = ",",
                            paramLabel = "K",
                            defaultValue = "10,20,100,200",
                            description = "Neighbours that vote, ascending (default ${DEFAULT-VALUE}).")
                    List<Integer> neighbours,
            @Option(
                            names = "--temperature",
                            paramLabel = "T",
                            defaultValue = "0.07",
                            description = "A neighbour of cosine s has exp(s/T) votes (default ${DEFAULT-VALUE}).")
                    double temperature,
            @Option(
                            names = "--threads",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "CPU threads (default: all).")
                    int threads) {
        var settings = new KnnSettings(neighbours, temperature, orAll(threads));
        LabelledFeatures known = FeatureFile.read(train);
        LabelledFeatures asked = FeatureFile.read(test);
        long began = System.nanoTime();
        KnnResult result = WeightedKnn.run(
                known.features(),
                single(train, known, "k-NN"),
                asked.features(),
                single(test, asked, "k-NN"),
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

    private static int[] single(Path file, LabelledFeatures features, String protocol) {
        if (features.labels() instanceof Labels.Single labels) {
            return labels.toArray();
        }
        throw new CarryoverException(
                ErrorCode.INVALID_FEATURES, "%s: %s needs one label per image".formatted(file, protocol));
    }

    private static Map<String, Object> json(LinearResult result, String metric, Interval interval, double seconds) {
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("value", result.testValue());
        test.put("n", result.testSize());
        test.put("ci95", List.of(interval.lo(), interval.hi()));
        test.put("interval", interval.rule());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("protocol", result.protocol().name().toLowerCase(Locale.ROOT));
        json.put("metric", metric);
        json.put("best_c", result.bestC());
        json.put(
                "sweep",
                result.sweep().stream()
                        .map(p -> Map.of(
                                "c",
                                p.c(),
                                "value",
                                p.value(),
                                "objective",
                                p.objective(),
                                "iterations",
                                p.iterations()))
                        .toList());
        json.put("test", test);
        json.put("warnings", result.warnings());
        json.put("seconds", seconds);
        return json;
    }

    private static int orAll(int threads) {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
