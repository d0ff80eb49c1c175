/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.reproduce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Ours beside published, cell by cell, with verdict and provenance. */
public record ReproductionCard(PublishedTable table, List<Entry> entries, String version, Instant at) {
    public ReproductionCard {
        entries = List.copyOf(entries);
    }

    /**
     * One cell.
     *
     * @param ours absent where it was not run
     * @param reason why it was not run; empty where it was
     */
    public record Entry(PublishedCell cell, Optional<Ours> ours, String reason) {
        /** Measured. */
        public static Entry measured(PublishedCell cell, Ours ours) {
            return new Entry(cell, Optional.of(ours), "");
        }

        /** Not run, and why. */
        public static Entry notRun(PublishedCell cell, String reason) {
            return new Entry(cell, Optional.empty(), reason);
        }

        Verdict verdict() {
            return ours.map(cell::verdict).orElse(Verdict.NOT_RUN);
        }
    }

    /** How many cells have this verdict. */
    public long count(Verdict verdict) {
        return entries.stream().filter(entry -> entry.verdict() == verdict).count();
    }

    /** One JSON document. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table.name());
        json.put("source", table.source());
        json.put("carryover", version);
        json.put("at", at);
        json.put("reproduced", count(Verdict.REPRODUCED));
        json.put("not_reproduced", count(Verdict.NOT_REPRODUCED));
        json.put("not_run", count(Verdict.NOT_RUN));
        json.put("cells", entries.stream().map(ReproductionCard::json).toList());
        return json;
    }

    private static Map<String, Object> json(Entry entry) {
        PublishedCell cell = entry.cell();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", cell.model());
        json.put("dataset", cell.dataset());
        json.put("task", cell.task().cell());
        json.put("metric", cell.metric());
        json.put("published", cell.value());
        cell.ci95().ifPresent(half -> json.put("published_ci95", half));
        entry.ours().ifPresent(ours -> {
            json.put("ours", ours.value());
            json.put("ci95", List.of(ours.lo(), ours.hi()));
            json.put("gap", ours.value() - cell.value());
        });
        json.put("tolerance", cell.setting().tolerance());
        json.put("verdict", entry.verdict());
        if (!entry.reason().isEmpty()) {
            json.put("reason", entry.reason());
        }
        entry.ours().ifPresent(ours -> {
            json.put("result", ours.result());
            json.put("record", ours.record());
        });
        return json;
    }

    /** A page of Markdown. */
    public String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# Reproduction card: " + table.name());
        lines.add("");
        lines.add("Published: " + table.source() + ". Measured with Carryover " + version
                + ", protocol `study`, card written " + at + ".");
        lines.add("");
        lines.add("%d of %d cells reproduced, %d not reproduced, %d not run."
                .formatted(
                        count(Verdict.REPRODUCED),
                        entries.size(),
                        count(Verdict.NOT_REPRODUCED),
                        count(Verdict.NOT_RUN)));
        lines.add("");
        lines.add("| model | dataset | task | published | ours | gap | tolerance | verdict |");
        lines.add("|---|---|---|---:|---:|---:|---|---|");
        entries.forEach(entry -> lines.add(row(entry)));
        lines.add("");
        lines.add("## Provenance");
        lines.add("");
        lines.add("| model | dataset | task | result | checkpoint | dataset digest | made by |");
        lines.add("|---|---|---|---|---|---|---|");
        for (Entry entry : entries) {
            entry.ours()
                    .ifPresent(ours -> lines.add("| %s | %s | %s | `%s` | `%s` | `%s` | %s |"
                            .formatted(
                                    entry.cell().model(),
                                    entry.cell().dataset(),
                                    entry.cell().task().cell(),
                                    ours.result(),
                                    ours.checkpoint(),
                                    ours.dataset(),
                                    ours.madeBy())));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String row(Entry entry) {
        PublishedCell cell = entry.cell();
        return "| %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        cell.model(),
                        cell.dataset(),
                        cell.task().cell(),
                        number(cell.value(), cell.ci95()),
                        entry.ours()
                                .map(ours -> number(ours.value(), OptionalDouble.of((ours.hi() - ours.lo()) / 2)))
                                .orElse("–"),
                        entry.ours()
                                .map(ours -> String.format(Locale.ROOT, "%+.2f", ours.value() - cell.value()))
                                .orElse("–"),
                        cell.setting().tolerance(),
                        entry.verdict().words()
                                + (entry.reason().isEmpty()
                                        ? ""
                                        : ": " + entry.reason().replace("|", "\\|")));
    }

    private static String number(double value, OptionalDouble half) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return half.isPresent() ? text + String.format(Locale.ROOT, " ±%.2f", half.getAsDouble()) : text;
    }
}
