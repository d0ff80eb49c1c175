/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.cli.terminal.Table;
import io.carryover.protocols.calibration.LabelledLogits;
import io.carryover.protocols.calibration.Reliability;
import io.carryover.protocols.calibration.ScaledCalibration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Metrics of predictions in files. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = "Score predictions in files.",
        subcommands = MetricsCommand.Calibration.class,
        synopsisSubcommandLabel = "calibration")
public final class MetricsCommand {
    /** Section 4.7 of the study. */
    @Command(
            name = "calibration",
            mixinStandardHelpOptions = true,
            description = {
                "Do confidences say how often a prediction is right? Expected calibration error, likelihood and Brier score of logits",
                "(safetensors: logits F32 [N,K], labels I64 [N]), as they are and after temperature scaling."
            })
    static final class Calibration implements java.util.concurrent.Callable<Integer> {
        private static final int MOST_BINS = 10_000;

        /** Where temperatures come from. */
        static final class Fit {
            @Option(
                    names = "--fit-on",
                    paramLabel = "FILE",
                    description = "Fit one temperature on these logits, usually of the validation split.")
            @Nullable
            Path file;

            @Option(
                    names = "--protocol",
                    paramLabel = "study",
                    description =
                            "study: five folds of the scored set, a temperature from each, scored on the other four: tuned on test.")
            @Nullable
            Protocol protocol;
        }

        /** Ways to fit. */
        enum Protocol {
            study
        }

        @Spec
        @SuppressWarnings("NullAway.Init") // by picocli
        private CommandSpec spec;

        @Mixin
        private final Output output = new Output();

        @Option(names = "--logits", required = true, paramLabel = "FILE", description = "Logits to score.")
        @SuppressWarnings("NullAway.Init") // required
        private Path logits;

        @Option(
                names = "--labels-from",
                paramLabel = "FILE",
                description = "File with the labels (default: that of the logits).")
        private @Nullable Path labels;

        @Option(
                names = "--bins",
                paramLabel = "N",
                defaultValue = "15",
                description = "Bins of equal width (default ${DEFAULT-VALUE}).")
        private int bins;

        @ArgGroup
        private @Nullable Fit fit;

        @Override
        public Integer call() {
            if (bins < 1 || bins > MOST_BINS) {
                throw new ParameterException(
                        spec.commandLine(), "--bins must be from 1 to %d, not %d".formatted(MOST_BINS, bins));
            }
            LabelledLogits images = FeatureFile.readLogits(logits, Optional.ofNullable(labels));
            Reliability plain = Reliability.of(images, 1, bins);
            Optional<ScaledCalibration> scaled = Optional.ofNullable(fit).map(how -> scaled(how, images));
            if (output.json) {
                output.json(json(plain, scaled));
            } else {
                print(plain, scaled, images.rows());
            }
            return 0;
        }

        private ScaledCalibration scaled(Fit how, LabelledLogits images) {
            return how.file == null
                    ? ScaledCalibration.study(images, bins)
                    : ScaledCalibration.fittedOn(FeatureFile.readLogits(how.file, Optional.empty()), images, bins);
        }

        private static Map<String, Object> json(Reliability plain, Optional<ScaledCalibration> scaled) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("ece", plain.ece());
            json.put("nll", plain.nll());
            json.put("brier", plain.brier());
            json.put("accuracy", plain.accuracy());
            scaled.ifPresent(s -> {
                json.put("temperatures", s.temperatures());
                json.put("ece_scaled", s.ece());
                json.put("nll_scaled", s.nll());
                json.put("brier_scaled", s.brier());
                json.put("tuned_on_test", s.tunedOnTest());
            });
            json.put("bins", plain.bins());
            return json;
        }

        private void print(Reliability plain, Optional<ScaledCalibration> scaled, int images) {
            var table = new Table(">CONFIDENCE ABOVE", ">UP TO", ">IMAGES", ">MEAN CONFIDENCE %", ">ACCURACY %");
            for (Reliability.Bin bin : plain.bins()) {
                boolean any = bin.images() > 0;
                table.add(List.of(
                        "%.3f".formatted(bin.lo()),
                        "%.3f".formatted(bin.hi()),
                        String.valueOf(bin.images()),
                        any ? "%.2f".formatted(bin.confidence()) : "–",
                        any ? "%.2f".formatted(bin.accuracy()) : "–"));
            }
            output.out().println(table);
            output.out()
                    .println("ECE %.2f %%, NLL %.4f nats, Brier %.4f, accuracy %.2f %% of %d images"
                            .formatted(plain.ece(), plain.nll(), plain.brier(), plain.accuracy(), images));
            scaled.ifPresent(s -> output.out()
                    .println("scaled: ECE %.2f %%, NLL %.4f nats, Brier %.4f, temperature %s%s"
                            .formatted(
                                    s.ece(),
                                    s.nll(),
                                    s.brier(),
                                    String.join(
                                            ", ",
                                            s.temperatures().stream()
                                                    .map("%.4f"::formatted)
                                                    .toList()),
                                    s.tunedOnTest() ? " (tuned on test, as the study did)" : "")));
            output.out().flush();
        }
    }
}
