/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.cli.terminal.Sparkline;
import io.carryover.cli.terminal.Table;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.LinearResult;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.protocols.linear.SweepPoint;
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
        subcommands = {FewShotCommand.class, KnnCommand.class},
        synopsisSubcommandLabel = "(linear | few-shot | knn)")
public final class ProbeCommand {
    private static final long BOOTSTRAP_SEED = 0;
    /** This many passes are told of each. */
    private static final int SINGLY = 300;

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
                            names = "--memory",
                            paramLabel = "MIB",
                            defaultValue = "0",
                            description =
                                    "A file with more features than this is read in passes (default: a quarter of the heap).")
                    int memory,
            @Option(names = "--yes", description = "Do study in passes, too: thousands of them.") boolean yes,
            @Mixin Threads threads) {
        long began = System.nanoTime();
        LinearRun run = LinearRun.of(
                new LinearRun.Request(train, val, test, memory, yes),
                new LinearProbe.Settings(protocol, metric.metric, threads.count()),
                progress(output));
        LinearResult result = run.result();
        double seconds = (System.nanoTime() - began) / 1e9;
        Interval interval = result.testInterval(BOOTSTRAP_SEED);
        if (output.json) {
            output.json(json(run, metric.toString(), interval, seconds));
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
                    .println("validation from C %.6g to %.6g: %s"
                            .formatted(
                                    result.sweep().getFirst().c(),
                                    result.sweep().getLast().c(),
                                    Sparkline.of(
                                            result.sweep().stream()
                                                    .map(p -> p.value())
                                                    .toList(),
                                            System.out.charset())));
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
            run.streamed().ifPresent(o -> output.out()
                    .println("%d passes over %s in %.1f s, %d for the last fit"
                            .formatted(o.sweepPasses(), train, o.sweepSeconds(), o.lastPasses())));
            output.out().flush();
        }
        result.warnings().forEach(w -> output.say("warning: " + w));
        return 0;
    }

    /** Passes are told of one by one, those of {@code study} now and then. */
    private static ProbeMonitor progress(Output output) {
        return new ProbeMonitor() {
            @Override
            public void fitted(SweepPoint point, int done, int total) {}

            @Override
            public void passed(int passes, int fits, double seconds) {
                if (!output.json && (passes < SINGLY || passes % SINGLY == 0)) {
                    output.say("pass %d: %d fits, %.2f s".formatted(passes, fits, seconds));
                }
            }
        };
    }

    private static Map<String, Object> json(LinearRun run, String metric, Interval interval, double seconds) {
        LinearResult result = run.result();
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
        run.passes().ifPresent(passes -> json.put("passes", passes));
        return json;
    }
}
