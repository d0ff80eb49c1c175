/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.api.DatasetView;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.results.board.Measured;
import io.carryover.results.report.Card.Cell;
import io.carryover.results.report.Card.Code;
import io.carryover.results.report.Card.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was evaluated, on what: as it is registered now, or where it no longer is, as its results say. */
final class Inputs {
    private static final List<String> HEADS = List.of("What", "");

    private final ReportRequest request;
    private final List<Measured> results;
    private final Map<String, Attribution> datasets = new LinkedHashMap<>();
    private final Map<String, Attribution> backbones = new LinkedHashMap<>();

    Inputs(ReportRequest request, List<Measured> results) {
        this.request = request;
        this.results = results;
        results.stream().map(Measured::record).forEach(record -> {
            datasets.put(record.dataset().name(), record.dataset().attribution());
            record.backbone()
                    .attribution()
                    .ifPresent(own -> backbones.put(record.backbone().name(), own));
        });
        request.datasets().forEach(view -> datasets.put(view.name(), view.attribution()));
        request.backbones().forEach(view -> view.attribution().ifPresent(own -> backbones.put(view.name(), own)));
        datasets.keySet().retainAll(datasetNames());
        backbones
                .keySet()
                .retainAll(
                        request.cells().stream().map(EvaluationCell::backbone).toList());
    }

    List<Card.Block> backbones() {
        return request.cells().stream()
                .map(EvaluationCell::backbone)
                .filter(name -> !name.isEmpty())
                .distinct()
                .<Card.Block>map(this::backbone)
                .toList();
    }

    List<Card.Block> datasets() {
        return datasetNames().stream().<Card.Block>map(this::dataset).toList();
    }

    /** Whose data it is, by the dataset's name. */
    Map<String, Attribution> attributions() {
        return datasets;
    }

    /** Whose weights or features they are, by the backbone's name, where something was said. */
    Map<String, Attribution> backboneAttributions() {
        return backbones;
    }

    private List<String> datasetNames() {
        return request.cells().stream()
                .filter(cell -> !cell.backbone().isEmpty())
                .map(cell -> cell.task().dataset())
                .distinct()
                .toList();
    }

    private Card.Grid backbone(String name) {
        Optional<BackboneView> view = request.backbones().stream()
                .filter(backbone -> backbone.name().equals(name))
                .findFirst();
        List<Measured> own = results.stream()
                .filter(measured -> measured.record().backbone().name().equals(name))
                .toList();
        Optional<BackboneFacts> facts =
                own.stream().findFirst().map(measured -> measured.record().backbone());
        var rows = new Rows();
        rows.plain("origin", view.map(BackboneView::origin).or(() -> facts.map(BackboneFacts::origin)));
        rows.plain("recipe", facts.map(BackboneFacts::recipe).or(() -> view.map(BackboneView::recipe)));
        rows.code(
                "checkpoint, SHA-256",
                facts.flatMap(BackboneFacts::checkpoint)
                        .or(() -> view.flatMap(BackboneView::report).map(report -> report.sha256()))
                        .or(() -> view.flatMap(BackboneView::onnx).map(onnx -> onnx.sha256())));
        rows.code(
                "loaded tensors, SHA-256",
                facts.flatMap(BackboneFacts::tensors)
                        .or(() -> view.flatMap(BackboneView::report).map(report -> report.tensorsSha256())));
        own.stream()
                .map(measured -> measured.record().key().backbone())
                .distinct()
                .forEach(digest -> rows.code("backbone and recipe, SHA-256", Optional.of(digest)));
        view.flatMap(BackboneView::report).ifPresent(report -> {
            rows.plain(
                    "network",
                    Optional.of(String.format(
                            Locale.ROOT,
                            "%s, %,d parameters",
                            report.architecture().id(),
                            report.parameters())));
            rows.plain(
                    "file",
                    Optional.of("%s, layout %s: %d tensors taken, %d left out"
                            .formatted(
                                    report.container(),
                                    report.layout(),
                                    report.matched(),
                                    report.ignored().size())));
        });
        view.flatMap(BackboneView::onnx)
                .ifPresent(onnx -> rows.plain(
                        "network",
                        Optional.of("ONNX file, from %s to %s, %d numbers an image"
                                .formatted(onnx.input(), onnx.output(), onnx.dimension()))));
        rows.attribution(Optional.ofNullable(backbones.get(name)));
        rows.plain("refused", view.flatMap(BackboneView::problem).map(Inputs::words));
        if (view.isEmpty()) {
            rows.plain("registration", Optional.of("taken back since"));
        }
        return new Card.Grid(name, HEADS, rows.all);
    }

    private Card.Grid dataset(String name) {
        Optional<DatasetView> view = request.datasets().stream()
                .filter(dataset -> dataset.name().equals(name))
                .findFirst();
        List<Measured> own = results.stream()
                .filter(measured -> measured.record().dataset().name().equals(name))
                .toList();
        Optional<DatasetFacts> facts =
                own.stream().findFirst().map(measured -> measured.record().dataset());
        Optional<Attribution> attribution = Optional.ofNullable(datasets.get(name));
        var rows = new Rows();
        List<Sha256> digests = own.stream()
                .map(measured -> measured.record().key().dataset())
                .distinct()
                .toList();
        digests.forEach(digest -> rows.code("manifest, SHA-256", Optional.of(digest)));
        if (digests.isEmpty()) {
            rows.code("manifest, SHA-256", view.flatMap(DatasetView::digest));
        }
        rows.plain("role", view.map(DatasetView::role).or(() -> facts.map(DatasetFacts::role)));
        view.filter(dataset -> !dataset.images().isEmpty()).ifPresent(dataset -> {
            rows.plain(
                    "images",
                    Optional.of(dataset.images().entrySet().stream()
                                    .map(split ->
                                            String.format(Locale.ROOT, "%s %,d", split.getKey(), split.getValue()))
                                    .collect(Collectors.joining(", "))
                            + (dataset.skipped() == 0
                                    ? ""
                                    : ", left out as unreadable %d".formatted(dataset.skipped()))));
            rows.plain("classes", Optional.of(String.valueOf(dataset.classes().size())));
        });
        view.flatMap(DatasetView::traits).ifPresent(traits -> {
            rows.plain("splits", Optional.of(traits.splits()).filter(text -> !text.isBlank()));
            traits.warnings().forEach(warning -> rows.plain("warning", Optional.of(warning)));
        });
        rows.plain(
                "note",
                view.map(DatasetView::note)
                        .or(() -> facts.map(DatasetFacts::note))
                        .filter(note -> !note.isBlank()));
        rows.attribution(attribution);
        rows.plain("refused", view.flatMap(DatasetView::problem).map(Inputs::words));
        if (view.isEmpty()) {
            rows.plain("registration", Optional.of("taken back since"));
        }
        return new Card.Grid(name, HEADS, rows.all);
    }

    private static String words(Problem problem) {
        return "%s: %s".formatted(problem.code(), problem.detail());
    }

    /** Facts that are known. */
    private static final class Rows {
        private final List<List<Cell>> all = new ArrayList<>();

        void plain(String name, Optional<String> text) {
            text.ifPresent(known -> all.add(List.of(new Plain(name), new Plain(known))));
        }

        void attribution(Optional<Attribution> said) {
            plain("licence", said.map(Attribution::licence));
            plain("source", said.map(Attribution::source));
            plain("citation", said.map(Attribution::citation));
        }

        void code(String name, Optional<Sha256> digest) {
            digest.ifPresent(known -> all.add(List.of(new Plain(name), new Code(known.hex()))));
        }
    }
}
