/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.image.Bitmap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Looks at every image of a dataset: what its publisher says is held against what is there. */
public final class DatasetCheck {
    /** Named at most, of each kind. */
    private static final int NAMED = 10;

    private final ImageDataset dataset;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final SortedMap<String, Report.Split> splits = new TreeMap<>();
    /** Where the bytes of an image were seen first: split and id. */
    private final Map<String, Map<Sha256, String>> seen = new TreeMap<>();

    /**
     * What was found.
     *
     * @param layout on disk
     * @param metric that linear is scored by
     * @param splitRule where the splits come from
     * @param problems what is wrong: numbers from it can't be trusted, or compared
     * @param notes what to know
     */
    public record Report(
            String layout,
            String metric,
            String splitRule,
            int classes,
            SortedMap<String, Split> splits,
            List<String> problems,
            List<String> notes) {
        /**
         * One split.
         *
         * @param expected official number of images; -1 where there is none
         * @param duplicates images whose file equals that of an earlier one of the same split
         * @param unreadable images that can't be decoded
         * @param classesAbsent classes without an image
         */
        public record Split(int images, int expected, int duplicates, int unreadable, int classesAbsent) {}
    }

    private DatasetCheck(ImageDataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Reads and decodes all images, on all processors.
     *
     * @param progress takes the number of images that are done
     */
    public static Report run(ImageDataset dataset, LongConsumer progress) {
        return new DatasetCheck(dataset).run(progress);
    }

    private Report run(LongConsumer progress) {
        ClassCoverage coverage = ClassCoverage.of(dataset.classes(), dataset.splits());
        for (String name : coverage.unlearnable()) {
            problems.add("class '%s' has images in test and none in train or val".formatted(name));
        }
        long done = 0;
        for (Map.Entry<String, ImageSource> split : dataset.splits().entrySet()) {
            split(
                    split.getKey(),
                    split.getValue(),
                    coverage.absent(split.getKey()).size(),
                    progress,
                    done);
            done += split.getValue().size();
        }
        overlaps();
        KnownDataset.of(dataset.container()).ifPresent(this::official);
        notes.addAll(coverage.warnings());
        return new Report(
                dataset.container(),
                dataset.traits().map(t -> t.metric()).orElse("top1"),
                dataset.traits().map(t -> t.splits()).orElse("as given"),
                dataset.classes().size(),
                splits,
                List.copyOf(problems),
                List.copyOf(notes));
    }

    private void split(String name, ImageSource source, int absent, LongConsumer progress, long before) {
        var finished = new java.util.concurrent.atomic.AtomicLong(before);
        List<Looked> all = IntStream.range(0, source.size())
                .parallel()
                .mapToObj(i -> {
                    Looked looked = look(source, i);
                    progress.accept(finished.incrementAndGet());
                    return looked;
                })
                .toList();
        Map<Sha256, String> first = new HashMap<>();
        int duplicates = 0;
        int unreadable = 0;
        for (Looked looked : all) {
            if (!looked.problem().isEmpty()) {
                unreadable++;
                problem(unreadable, "%s: %s".formatted(name, looked.problem()));
                continue;
            }
            String earlier = first.putIfAbsent(looked.digest(), looked.id());
            if (earlier != null) {
                duplicates++;
                note(duplicates, "%s: '%s' is the same image as '%s'".formatted(name, looked.id(), earlier));
            }
        }
        more(problems, unreadable, "%s: %d images can't be read, these and others".formatted(name, unreadable));
        more(notes, duplicates, "%s: %d images are there before, these and others".formatted(name, duplicates));
        seen.put(name, first);
        splits.put(name, new Report.Split(source.size(), expected(name), duplicates, unreadable, absent));
    }

    /** One image; {@code problem} is empty where it can be read. */
    private record Looked(String id, Sha256 digest, String problem) {}

    private static Looked look(ImageSource source, int index) {
        String id = source.id(index);
        try {
            var raster = source.decode(index);
            byte[] bytes = source instanceof EncodedImages files ? files.encoded(index) : Bitmap.encode(raster);
            return new Looked(id, Sha256.of(bytes), "");
        } catch (CarryoverException e) {
            return new Looked(id, Sha256.of(id), String.valueOf(e.getMessage()));
        }
    }

    private void overlaps() {
        List<String> names = List.copyOf(seen.keySet());
        for (int a = 0; a < names.size(); a++) {
            for (int b = a + 1; b < names.size(); b++) {
                overlap(names.get(a), names.get(b));
            }
        }
    }

    private void overlap(String a, String b) {
        Map<Sha256, String> one = seen.getOrDefault(a, Map.of());
        List<String> shared = seen.getOrDefault(b, Map.of()).entrySet().stream()
                .filter(entry -> one.containsKey(entry.getKey()))
                .map(entry -> "'%s' and '%s'".formatted(one.get(entry.getKey()), entry.getValue()))
                .sorted()
                .toList();
        if (shared.isEmpty()) {
            return;
        }
        String text = "%s and %s share %d images: %s%s"
                .formatted(a, b, shared.size(), shared.getFirst(), shared.size() > 1 ? ", …" : "");
        // The study's own list makes this one; it stands among the notes as the trap that it is.
        boolean known =
                dataset.container().equals(KnownDataset.CALTECH101.id()) && !b.equals("test") && !a.equals("test");
        (known ? notes : problems).add(text);
    }

    private void official(KnownDataset known) {
        if (dataset.classes().size() != known.classes()) {
            problems.add("%d classes, officially %d".formatted(dataset.classes().size(), known.classes()));
        }
        for (String split : List.of("train", "val", "test")) {
            int expected = expected(split);
            ImageSource source = dataset.splits().get(split);
            int found = source == null ? 0 : source.size();
            if (expected != found) {
                problems.add("%s has %d images, officially %d".formatted(split, found, expected));
            }
        }
        if (!known.trap().isEmpty()) {
            notes.add(known.trap());
        }
    }

    private int expected(String split) {
        return KnownDataset.of(dataset.container())
                .map(known -> {
                    KnownDataset.Counts counts = known.counts();
                    int listed = dataset.container().endsWith("-distinct")
                            ? KnownDataset.CALTECH101_DISTINCT
                            : counts.train();
                    int fifth = counts.val() == 0 && counts.test() > 0 ? StudySplits.fifth(listed) : 0;
                    return switch (split) {
                        case "train" -> listed - fifth;
                        case "val" -> counts.val() + fifth;
                        default -> counts.test();
                    };
                })
                .orElse(-1);
    }

    private void problem(int count, String text) {
        if (count <= NAMED) {
            problems.add(text);
        }
    }

    private void note(int count, String text) {
        if (count <= NAMED) {
            notes.add(text);
        }
    }

    private static void more(List<String> list, int count, String text) {
        if (count > NAMED) {
            list.add(text);
        }
    }
}
