/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Words;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Results of a backbone as Hugging Face's model-index, the metadata block of a model card from which the Hub shows numbers
 * (https://github.com/huggingface/hub-docs, modelcard.md). Readers merge what has equal task, dataset, config, split and
 * revision, so protocol, grid, features and seed stand in {@code config}: numbers of different ones stay apart.
 */
public record ModelIndex(@JsonProperty("model-index") List<Model> models) {
    /** One backbone. */
    public record Model(String name, List<Result> results) {}

    /** One number with what it is of. */
    public record Result(Task task, Dataset dataset, List<Metric> metrics) {}

    /** A task of the Hub's list, and our name for it. */
    public record Task(String type, String name) {}

    /** {@code revision} is the digest of its manifest. */
    public record Dataset(String name, String type, String config, String split, String revision) {}

    /** {@code value} in the unit that the name says. */
    public record Metric(String type, double value, String name, Map<String, Object> args) {}

    /** Every task here is one of image classification to the Hub; its name and config say which. */
    private static final String TASK = "image-classification";

    /** Of standing results of one name; backbones that share it are one model each, in order of their digest. */
    public static ModelIndex of(List<ResultRecord> records) {
        return new ModelIndex(
                records.stream()
                        .collect(Collectors.groupingBy(record -> record.key().backbone()))
                        .entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> new Model(
                                entry.getValue().getFirst().backbone().name(),
                                entry.getValue().stream()
                                        .map(ModelIndex::result)
                                        .sorted(ORDER)
                                        .toList()))
                        .toList());
    }

    private static final Comparator<Result> ORDER = Comparator.comparing(
                    (Result result) -> result.dataset().name())
            .thenComparing(result -> result.dataset().config());

    private static Result result(ResultRecord record) {
        var key = record.key();
        var score = Measured.of(record).score();
        String unit = score.unit().equals("percent") ? "%" : score.unit();
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("protocol", key.protocol().id());
        args.put("grid", key.grid());
        args.put("seed", key.seed());
        args.put("features", key.variant().id());
        args.put("recipe", record.backbone().recipe());
        args.put("n", score.n());
        args.put("ci95_lo", score.ci95().lo());
        args.put("ci95_hi", score.ci95().hi());
        args.put("interval", score.ci95().method());
        args.put("result", key.digest().hex());
        return new Result(
                new Task(TASK, Words.task(key.task())),
                new Dataset(
                        record.dataset().name(),
                        record.dataset().name(),
                        "%s, %s, %s, %s, seed %d"
                                .formatted(
                                        key.task(),
                                        key.protocol().id(),
                                        key.grid(),
                                        key.variant().id(),
                                        key.seed()),
                        // Episodes are drawn from all images together.
                        key.task().startsWith("few-shot") ? "all" : "test",
                        key.dataset().hex()),
                List.of(new Metric(
                        type(key.metric()),
                        score.value(),
                        "%s (%s), protocol %s"
                                .formatted(
                                        Words.metric(key.metric()),
                                        unit,
                                        key.protocol().id()),
                        args)));
    }

    /** The Hub's name of a metric where it has one. */
    private static String type(String metric) {
        return metric.startsWith("top1") ? "accuracy" : metric;
    }
}
