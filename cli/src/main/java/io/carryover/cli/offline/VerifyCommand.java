/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.DatasetCheck;
import io.carryover.vision.dataset.ImageDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether a dataset is what it should be, before anything is computed on it. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Look at every image of a dataset: counts against the official ones, duplicates, overlap between splits,"
                        + " unreadable files, classes without images. Exit status 1 where something is wrong.")
public final class VerifyCommand implements Callable<Integer> {
    private static final long EVERY = 500;

    @Mixin
    final Output output = new Output();

    @Parameters(paramLabel = "PATH", description = "The dataset's folder, or a CSV file.")
    Path path = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description = "As for add (default ${DEFAULT-VALUE}).")
    String format = "auto";

    @Override
    public Integer call() {
        if (!KnownDataset.formats().contains(format)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "no format '%s': %s".formatted(format, String.join(", ", KnownDataset.formats())));
        }
        if (!Files.exists(path)) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, "there is nothing at " + path);
        }
        ImageDataset dataset = ImageDataset.open(path.toAbsolutePath().normalize(), format);
        DatasetCheck.Report report = DatasetCheck.run(dataset, this::progress);
        if (output.json) {
            output.json(json(report));
        } else {
            print(report);
        }
        return report.problems().isEmpty() ? 0 : 1;
    }

    private void progress(long done) {
        if (done % EVERY == 0 && !output.json) {
            output.say("%d images".formatted(done));
        }
    }

    private static Map<String, Object> json(DatasetCheck.Report report) {
        var json = new LinkedHashMap<String, Object>();
        json.put("layout", report.layout());
        json.put("metric", report.metric());
        json.put("split_rule", report.splitRule());
        json.put("classes", report.classes());
        var splits = new LinkedHashMap<String, Object>();
        report.splits().forEach((name, split) -> {
            var of = new LinkedHashMap<String, Object>();
            of.put("images", split.images());
            if (split.expected() >= 0) {
                of.put("expected", split.expected());
            }
            of.put("duplicates", split.duplicates());
            of.put("unreadable", split.unreadable());
            of.put("classes_absent", split.classesAbsent());
            splits.put(name, of);
        });
        json.put("splits", splits);
        json.put("ok", report.problems().isEmpty());
        json.put("problems", report.problems());
        json.put("notes", report.notes());
        return json;
    }

    private void print(DatasetCheck.Report report) {
        output.out()
                .println("%s, %d classes, scored by %s; splits: %s"
                        .formatted(report.layout(), report.classes(), report.metric(), report.splitRule()));
        var table = new Table("SPLIT", ">IMAGES", ">OFFICIAL", ">DUPLICATES", ">UNREADABLE", ">CLASSES ABSENT");
        report.splits()
                .forEach((name, split) -> table.add(List.of(
                        name,
                        String.valueOf(split.images()),
                        split.expected() < 0 ? "–" : String.valueOf(split.expected()),
                        String.valueOf(split.duplicates()),
                        String.valueOf(split.unreadable()),
                        String.valueOf(split.classesAbsent()))));
        output.out().println(table);
        report.problems().forEach(problem -> output.out().println("wrong: " + problem));
        report.notes().forEach(note -> output.out().println("note: " + note));
        if (report.problems().isEmpty()) {
            output.out().println("nothing is wrong");
        }
        output.out().flush();
    }
}
