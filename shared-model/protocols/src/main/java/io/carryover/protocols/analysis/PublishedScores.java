/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.stats.Normal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tables of the study as scores, from its bundled files. */
public final class PublishedScores {
    /** Protocol of these columns: never that of a measurement. */
    public static final String PROTOCOL = "published";

    /** What torchvision documents for the weights that the study calls supervised and prints 77.20 for. */
    public static final double SUPERVISED_TORCHVISION = 76.13;

    /** Images of the test sets, for the sampling error of the shares among them. */
    private static final Map<String, Long> TEST_IMAGES = Map.ofEntries(
            Map.entry("aircraft", 3_333L),
            Map.entry("caltech101", 6_728L),
            Map.entry("cars", 8_041L),
            Map.entry("cifar10", 10_000L),
            Map.entry("cifar100", 10_000L),
            Map.entry("dtd", 1_880L),
            Map.entry("flowers", 6_149L),
            Map.entry("food", 25_250L),
            Map.entry("pets", 3_669L),
            Map.entry("sun397", 19_850L),
            Map.entry("imagenet", 50_000L));

    private static final List<String> FILES = List.of(
            "table1_imagenet_top1",
            "table1_many_shot_linear",
            "table1_many_shot_finetune",
            "table6_fewshot_kornblith_5shot",
            "table2_fewshot_kornblith_20shot",
            "table7_fewshot_kornblith_50shot",
            "table3_table8_fewshot_cdfsl_5_20_50shot",
            "table4_detection_voc",
            "table5_surface_normals_nyuv2",
            "table5_semantic_segmentation_ade20k",
            "table9_calibration_reconstruction_attention");

    private PublishedScores() {}

    /**
     * All printed numbers.
     *
     * @param text of a bundled file by its name
     */
    public static List<Score> of(UnaryOperator<String> text) {
        List<Score> scores = new ArrayList<>();
        for (String file : FILES) {
            List<String> lines = text.apply(file).lines().toList();
            List<String> names = Arrays.asList(lines.getFirst().split(",", -1));
            for (String line : lines.subList(1, lines.size())) {
                var row = new Row(file, names, line.split(",", -1));
                // Means over datasets are printed, too; they are taken anew.
                if (!row.get("metric").equals("mean_of_datasets")) {
                    scores.add(row.score());
                }
            }
        }
        return List.copyOf(scores);
    }

    /** The same with another number for "supervised" on ImageNet. */
    public static List<Score> withSupervised(List<Score> scores, double imagenet) {
        return scores.stream()
                .map(s -> s.model().equals("supervised") && s.dataset().equals("imagenet")
                        ? new Score(
                                s.model(),
                                s.task(),
                                s.dataset(),
                                s.metric(),
                                s.protocol(),
                                s.seed(),
                                imagenet,
                                s.decimals(),
                                s.measure(),
                                s.n(),
                                s.error(),
                                s.source(),
                                s.provenance(),
                                s.lo(),
                                s.hi())
                        : s)
                .toList();
    }

    private record Row(String file, List<String> names, List<String> values) {
        Row(String file, List<String> names, String[] values) {
            this(file, names, List.of(values));
        }

        String get(String name) {
            int at = names.indexOf(name);
            return at < 0 ? "" : values.get(at);
        }

        Score score() {
            boolean imagenet = file.equals("table1_imagenet_top1");
            String ci95 = get("ci95");
            var value = new BigDecimal(get("value"));
            return new Score(
                    get("model"),
                    task(),
                    dataset(),
                    get("metric"),
                    PROTOCOL,
                    0,
                    value.doubleValue(),
                    ResultsCsv.decimals(get("value")),
                    Measure.of(get("metric")).orElseThrow(),
                    TEST_IMAGES.getOrDefault(get("dataset"), 0L),
                    ci95.isEmpty() ? Double.NaN : Double.parseDouble(ci95) / Normal.Z975,
                    imagenet,
                    imagenet ? "reported by authors" : PROTOCOL,
                    ci95.isEmpty()
                            ? Double.NaN
                            : value.subtract(new BigDecimal(ci95)).doubleValue(),
                    ci95.isEmpty()
                            ? Double.NaN
                            : value.add(new BigDecimal(ci95)).doubleValue());
        }

        private String task() {
            String metric = get("metric");
            return switch (file) {
                case "table1_many_shot_finetune" -> "finetune";
                case "table1_many_shot_linear", "table1_imagenet_top1" -> "linear";
                case "table4_detection_voc" -> "detection-" + get("setting");
                case "table5_surface_normals_nyuv2" -> "normals";
                case "table5_semantic_segmentation_ade20k" -> "segmentation";
                case "table9_calibration_reconstruction_attention" ->
                    metric.startsWith("ece")
                            ? "calibration"
                            : metric.startsWith("attentive") ? "attention" : "reconstruction";
                default -> "few-shot-%sw%ss15q".formatted(get("n_way"), get("k_shot"));
            };
        }

        /** Table 9 averages over datasets before it prints: ten for calibration, all fifteen otherwise. */
        private String dataset() {
            return names.contains("dataset")
                    ? get("dataset")
                    : get("metric").startsWith("ece") ? "average-10" : "average-15";
        }
    }
}
