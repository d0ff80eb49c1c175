/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.image.ImageDecoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table of images: UTF-8 CSV whose first line names the columns {@code path}, {@code label} and perhaps {@code split},
 * in any order and among others; without splits they are made. Paths are relative to the file's folder and stay in it, links included. Labels are names of
 * classes; classes are numbered in order of name, by value where all are whole numbers.
 */
final class CsvManifest {
    static final String NAME = "manifest.csv";
    private static final int MAX_LINE = 1 << 16;
    private static final int MAX_CLASSES = 1_000_000;

    private final Path file;
    private final Path root;
    private final Map<String, List<Row>> rows = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private int line;
    private boolean unsplit;

    private record Row(Path file, String id, String label) {}

    private CsvManifest(Path file) throws IOException {
        this.file = file;
        this.root = file.toAbsolutePath().resolveSibling(".").toRealPath();
    }

    /** @throws CarryoverException NOT_A_DATASET naming file, line and what was expected there */
    static ImageDataset open(Path file) {
        try {
            return new CsvManifest(file).read();
        } catch (CharacterCodingException e) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, file.getFileName() + " is not UTF-8", e);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, file.getFileName() + " can't be read", e);
        }
    }

    private ImageDataset read() throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            List<String> header = new ArrayList<>(cells(nextLine(in)));
            header.replaceAll(name -> name.strip().replace("\ufeff", ""));
            int path = column(header, "path");
            int label = column(header, "label");
            unsplit = !header.contains("split");
            int split = unsplit ? -1 : column(header, "split");
            for (String text = nextLine(in); !text.isEmpty(); text = nextLine(in)) {
                List<String> cells = cells(text);
                if (cells.size() != header.size()) {
                    throw bad("%d cells, not %d as in the first line".formatted(cells.size(), header.size()));
                }
                add(cells.get(path), cells.get(label), unsplit ? "train" : cells.get(split));
            }
        }
        if (rows.isEmpty()) {
            throw bad("no images after the first line");
        }
        List<String> classes = classes();
        Map<String, Integer> numbers = new TreeMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        TreeMap<String, ImageSource> splits = new TreeMap<>();
        rows.forEach((split, images) -> splits.put(
                split,
                new FolderSource(
                        images.stream()
                                .map(row -> new FolderSource.Item(
                                        row.file(), row.id(), numbers.getOrDefault(row.label(), -1)))
                                .toList(),
                        classes,
                        ImageDecoder.Limits.DEFAULT)));
        ImageSource train = splits.get("train");
        return unsplit && train != null ? OwnSplits.all("csv", classes, train) : OwnSplits.val("csv", classes, splits);
    }

    private void add(String path, String label, String split) {
        String name = ImageFolders.SPLITS.get(split.strip());
        if (name == null) {
            throw bad("split '%s' is none of train, val, test".formatted(printable(split)));
        }
        if (label.isBlank()) {
            throw bad("there is no label");
        }
        if (!seen.add(name + "/" + path)) {
            throw bad("'%s' comes twice".formatted(printable(path)));
        }
        List<Row> images = rows.computeIfAbsent(name, _ -> new ArrayList<>());
        images.add(new Row(inside(path), path, label.strip()));
        if (images.size() > ImageFolders.MAX_IMAGES) {
            throw bad("more than %d images".formatted(ImageFolders.MAX_IMAGES));
        }
    }

    private Path inside(String path) {
        try {
            Path relative = Path.of(path);
            Path target = root.resolve(relative).normalize();
            if (path.isEmpty() || relative.isAbsolute() || !target.startsWith(root)) {
                throw bad("'%s' is not a path inside the manifest's folder".formatted(printable(path)));
            }
            if (!Files.isRegularFile(target)) {
                throw bad("there is no file '%s'".formatted(printable(path)));
            }
            if (!target.toRealPath().startsWith(root)) {
                throw bad("'%s' leads out of the manifest's folder".formatted(printable(path)));
            }
            return target;
        } catch (InvalidPathException | IOException _) {
            throw bad("'%s' is not a path".formatted(printable(path)));
        }
    }

    private List<String> classes() {
        Set<String> labels = new HashSet<>();
        rows.values().forEach(images -> images.forEach(row -> labels.add(row.label())));
        if (labels.size() > MAX_CLASSES) {
            throw bad("more than %d classes".formatted(MAX_CLASSES));
        }
        boolean numbers = labels.stream().allMatch(label -> label.matches("[0-9]{1,9}"));
        return labels.stream()
                .sorted(numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder())
                .toList();
    }

    private int column(List<String> header, String name) {
        int at = header.indexOf(name);
        if (at < 0 || header.lastIndexOf(name) != at) {
            throw bad("the first line must name the columns path and label, and may name split, once each");
        }
        return at;
    }

    /** The next line that isn't blank; empty at the end. */
    private String nextLine(BufferedReader in) throws IOException {
        while (true) {
            StringBuilder text = new StringBuilder();
            line++;
            int c = in.read();
            for (; c >= 0 && c != '\n'; c = in.read()) {
                text.append((char) c);
                if (text.length() > MAX_LINE) {
                    throw bad("the line has more than %d characters".formatted(MAX_LINE));
                }
            }
            if (!text.toString().isBlank()) {
                return text.toString().stripTrailing();
            }
            if (c < 0) {
                return "";
            }
        }
    }

    /** RFC 4180, each record on one line. */
    private List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"' && (quoted || cell.isEmpty())) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw bad("a quoted cell has no end on its line");
        }
        cells.add(cell.toString());
        return cells;
    }

    private static String printable(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
    }

    private CarryoverException bad(String why) {
        return new CarryoverException(
                ErrorCode.NOT_A_DATASET, "%s, line %d: %s".formatted(file.getFileName(), line, why));
    }
}
