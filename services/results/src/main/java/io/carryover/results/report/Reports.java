/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.result.ResultKey;
import io.carryover.results.board.Board;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Words;
import io.carryover.results.export.BoardTable;
import io.carryover.results.report.Card.Block;
import io.carryover.results.report.Card.Cell;
import io.carryover.results.report.Card.Code;
import io.carryover.results.report.Card.Grid;
import io.carryover.results.report.Card.Heading;
import io.carryover.results.report.Card.Items;
import io.carryover.results.report.Card.Notice;
import io.carryover.results.report.Card.Paragraph;
import io.carryover.results.report.Card.Plain;
import io.carryover.results.report.Card.Source;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the card of an evaluation. */
public final class Reports {
    private final ReportRequest request;
    private final List<Measured> results;
    private final Board board;
    private final URI base;
    private final Instant now;

    private Reports(ReportRequest request, List<Measured> results, Board board, URI base, Instant now) {
        this.request = request;
        this.results = results.stream()
                .sorted(Comparator.comparing(
                                (Measured m) -> m.record().dataset().name())
                        .thenComparing(m -> Words.order(m.record().key().task()))
                        .thenComparing(m -> m.record().backbone().name())
                        .thenComparing(m -> m.record().key().seed())
                        .thenComparing(Measured::id))
                .toList();
        this.board = board;
        this.base = base;
        this.now = now;
    }

    /**
     * The card.
     *
     * @param results that the cells' jobs computed
     * @param board of these results
     * @param base address that links lead to
     * @param now when the card is made: a card of an evaluation that still runs says so
     */
    public static Card of(ReportRequest request, List<Measured> results, Board board, URI base, Instant now) {
        return new Reports(request, results, board, base, now).card();
    }

    private Card card() {
        EvaluationView evaluation = request.evaluation();
        var inputs = new Inputs(request, results);
        List<Block> blocks = new ArrayList<>(introduction());
        section(blocks, "Scores", scores());
        section(blocks, "What failed", failures());
        section(blocks, "What has no number yet", open());
        section(blocks, "Backbones", inputs.backbones());
        section(blocks, "Data", inputs.datasets());
        section(blocks, "Protocols", protocols());
        section(
                blocks,
                "Choices, calibration and warnings",
                results.isEmpty() ? List.of() : List.of(Choices.chosen(results)));
        section(blocks, "Read this with the numbers", List.of(new Items(caveats())));
        section(blocks, "How it was computed", circumstances());
        section(blocks, "The same again", Repeat.of(request, base));
        section(
                blocks,
                "Artifacts",
                results.isEmpty()
                        ? List.of()
                        : List.of(Choices.artifacts(results, digest -> base.resolve("/v1/artifacts/" + digest)
                                .toString())));
        section(
                blocks,
                "Citation",
                List.of(new Source(
                        "bibtex", Bibliography.of(version(), inputs.attributions(), inputs.backboneAttributions()))));
        String name = evaluation.name().isBlank() ? evaluation.id().value() : evaluation.name();
        return new Card("Evaluation: " + name, List.copyOf(blocks));
    }

    private static void section(List<Block> blocks, String heading, List<? extends Block> content) {
        if (!content.isEmpty()) {
            blocks.add(new Heading(heading));
            blocks.addAll(content);
        }
    }

    private List<Block> introduction() {
        EvaluationView evaluation = request.evaluation();
        List<Block> blocks = new ArrayList<>();
        String lasted = evaluation
                .endedAt()
                .map(end -> ", took " + words(Duration.between(evaluation.createdAt(), end)))
                .orElse("");
        blocks.add(new Paragraph("Evaluation %s on Carryover %s: %s, posted %s%s. %d of %d numbers are here."
                .formatted(
                        evaluation.id(),
                        version(),
                        evaluation.state().replace('-', ' '),
                        evaluation.createdAt().truncatedTo(ChronoUnit.SECONDS),
                        lasted,
                        count("scored"),
                        request.cells().size())));
        if (evaluation.endedAt().isEmpty()) {
            blocks.add(new Notice(
                    "This evaluation still runs. What follows is what was there at %s; make the report again when it has ended."
                            .formatted(now.truncatedTo(ChronoUnit.SECONDS))));
        }
        if (results.size() < count("scored")) {
            blocks.add(new Notice(
                    "%d results are not here: they were withdrawn, or the results service still reads its topic."
                            .formatted(count("scored") - results.size())));
        }
        return blocks;
    }

    private long count(String state) {
        return request.cells().stream()
                .filter(cell -> cell.state().equals(state))
                .count();
    }

    private List<Block> scores() {
        List<BoardTable> tables = BoardTable.of(board);
        return tables.isEmpty()
                ? List.of(new Paragraph("There is no number yet."))
                : tables.stream().<Block>map(Card.Scores::new).toList();
    }

    private List<Block> failures() {
        List<List<Cell>> rows = request.evaluation().failures().stream()
                .map(f -> List.<Cell>of(
                        new Plain(f.backbone().equals("*") ? "every backbone" : f.backbone()),
                        new Plain(f.task().equals("*") ? "every task" : f.task()),
                        new Code(f.code()),
                        new Plain(f.message()),
                        new Plain(f.remedy()),
                        new Code(f.job().map(job -> job.value()).orElse(""))))
                .toList();
        return rows.isEmpty()
                ? List.of()
                : List.of(
                        new Grid("", List.of("Backbone", "Task", "Code", "What happened", "What to do", "Job"), rows));
    }

    private List<Block> open() {
        List<String> open = request.cells().stream()
                .filter(cell -> !Set.of("scored", "failed").contains(cell.state()))
                .map(cell -> "%s × %s: %s"
                        .formatted(
                                cell.backbone() + (cell.seed() == 0 ? "" : " (seed %d)".formatted(cell.seed())),
                                cell.title(),
                                cell.state()))
                .toList();
        return open.isEmpty() ? List.of() : List.of(new Items(open));
    }

    private List<Block> protocols() {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (Measured measured : results) {
            ResultKey key = measured.record().key();
            String name = "%s%s, protocol %s version %d"
                    .formatted(
                            Words.task(key.task()),
                            Words.grid(key.grid()),
                            key.protocol().name(),
                            key.protocol().version());
            sentences.putIfAbsent(name, Recipes.of(key));
        }
        return sentences.isEmpty()
                ? List.of()
                : List.of(new Items(sentences.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .toList()));
    }

    private List<String> caveats() {
        Set<String> caveats = new LinkedHashSet<>();
        for (Measured measured : results) {
            ResultKey key = measured.record().key();
            if (key.grid().contains("-steps-")) {
                caveats.add(
                        "Fine-tuning ran for %s steps, not the study's %,d: its numbers never stand beside the study's."
                                .formatted(
                                        key.grid().substring(key.grid().indexOf("-steps-") + "-steps-".length()),
                                        FineTuneSetup.STEPS));
            }
            if (key.grid().startsWith("small-")) {
                caveats.add(
                        "Fine-tuning searched the small grid of 4 points, not the study's 20 or 40: another search, other numbers.");
            }
            if (measured.record().dataset().role().equals("source")) {
                caveats.add(
                        "%s is the source that backbones were trained on: how well they do there says little of transfer."
                                .formatted(measured.record().dataset().name()));
            }
            if (measured.record().backbone().origin().equals("features-supplied")) {
                caveats.add("%s: its features were supplied by the client, and how they were made is its word."
                        .formatted(measured.record().backbone().name()));
            }
        }
        if (results.stream()
                        .map(m -> m.record().provenance().codeVersion())
                        .distinct()
                        .count()
                > 1) {
            caveats.add(
                    "These numbers come from several versions of Carryover; a protocol's version would have changed with its numbers.");
        }
        caveats.add(
                "Intervals are 95 % and say what their letter says. None covers training the backbone again; those of one seed don't"
                        + " cover training the head again.");
        return List.copyOf(caveats);
    }

    private List<Block> circumstances() {
        Map<String, List<Provenance>> groups = new TreeMap<>();
        for (Measured measured : results) {
            measured.record().featureProvenance().ifPresent(p -> groups.computeIfAbsent(
                            "features", _ -> new ArrayList<>())
                    .add(p));
            groups.computeIfAbsent("scores", _ -> new ArrayList<>())
                    .add(measured.record().provenance());
        }
        List<List<Cell>> rows = new ArrayList<>();
        groups.forEach((what, all) -> all.stream()
                .distinct()
                .collect(Collectors.groupingBy(
                        p -> new Setting(p.variant(), p.threads(), p.codeVersion()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((setting, same) -> rows.add(List.of(
                        new Plain(what),
                        new Plain(setting.variant().engine().id()),
                        new Plain(setting.variant().precision().id()),
                        new Plain(setting.variant().device().id()),
                        new Plain(String.valueOf(setting.threads())),
                        new Plain(setting.version()),
                        new Plain(words(same.stream().map(Provenance::took).reduce(Duration.ZERO, Duration::plus)))))));
        return rows.isEmpty()
                ? List.of()
                : List.of(new Grid(
                        "",
                        List.of("What", "Engine", "Precision", "Device", "Threads", "Carryover", "Took together"),
                        rows));
    }

    private record Setting(Variant variant, int threads, String version) {}

    private String version() {
        return results.stream()
                .map(measured -> measured.record().provenance().codeVersion())
                .distinct()
                .sorted()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), versions -> versions.isEmpty() ? "(no number yet)" : versions));
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60
                ? String.format(java.util.Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : seconds < 3600
                        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                        : "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
    }
}
