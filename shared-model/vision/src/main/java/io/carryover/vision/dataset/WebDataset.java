/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Tar shards in WebDataset's layout: {@code <split>-<anything>.tar}, files of a sample one after another under one key:
 * an image, and its class as {@code .cls} (a number) or in {@code .json} (a number {@code label}, {@code cls} or
 * {@code class}). {@code classes.txt} beside the shards names the classes, a line each. Images are read in place.
 */
final class WebDataset {
    private static final Pattern SHARD = Pattern.compile("([a-z]+)[-_.].*\\.tar|([a-z]+)\\.tar");
    private static final int MAX_SIDE_FILE = 1 << 20;
    private static final int MAX_LABEL = 1_000_000;
    private static final List<String> JSON_LABELS = List.of("label", "cls", "class");

    private WebDataset() {}

    /** Shards by split; empty where there are none. */
    static Map<String, List<Path>> shards(Path folder) {
        Map<String, List<Path>> found = new TreeMap<>();
        for (Path file : ImageFolders.list(folder)) {
            Matcher m = SHARD.matcher(ImageFolders.name(file).toLowerCase(Locale.ROOT));
            String split = m.matches() ? ImageFolders.SPLITS.get(m.group(1) != null ? m.group(1) : m.group(2)) : null;
            if (split != null && Files.isRegularFile(file)) {
                found.computeIfAbsent(split, _ -> new ArrayList<>()).add(file);
            }
        }
        return found;
    }

    static ImageDataset open(Path folder) {
        Map<String, List<ShardSource.Sample>> samples = new TreeMap<>();
        shards(folder).forEach((split, shards) -> {
            List<ShardSource.Sample> of = new ArrayList<>();
            shards.forEach(shard -> of.addAll(new Shard(shard).read()));
            if (of.isEmpty()) {
                throw bad(shards.getFirst(), "there are no samples in split " + split);
            }
            samples.put(split, of);
        });
        int classes = 1
                + samples.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(ShardSource.Sample::label)
                        .max()
                        .orElse(-1);
        List<String> names = names(folder, classes);
        TreeMap<String, ImageSource> splits = new TreeMap<>();
        samples.forEach((split, of) -> splits.put(split, new ShardSource(of, names)));
        return OwnSplits.val("webdataset", names, splits);
    }

    private static List<String> names(Path folder, int classes) {
        Path file = folder.resolve("classes.txt");
        if (!Files.isRegularFile(file)) {
            return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
        try {
            if (Files.size(file) > 64L * MAX_SIDE_FILE) {
                throw bad(file, "it has more than 64 MiB");
            }
            List<String> names = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (names.size() < classes || names.stream().distinct().count() != names.size()) {
                throw bad(file, "%d names for labels up to %d, or a name twice".formatted(names.size(), classes - 1));
            }
            return names;
        } catch (IOException e) {
            throw bad(file, "it can't be read: " + e.getMessage());
        }
    }

    /** Reads where in one shard what is. */
    private static final class Shard {
        private final Path file;
        private final List<ShardSource.Sample> samples = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private String key = "";
        private int label = -1;
        private ShardSource.Place image = new ShardSource.Place(0, -1);

        Shard(Path file) {
            this.file = file;
        }

        List<ShardSource.Sample> read() {
            try (TarFile tar = new TarFile(file);
                    FileChannel channel = FileChannel.open(file)) {
                for (TarArchiveEntry entry : tar.getEntries()) {
                    if (entry.isDirectory()) {
                        continue;
                    }
                    if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
                        throw bad(file, "entry '%s' is not a plain file".formatted(printable(entry.getName())));
                    }
                    entry(entry, channel);
                }
                end();
                return samples;
            } catch (IOException | RuntimeException e) {
                if (e instanceof CarryoverException known) {
                    throw known;
                }
                throw bad(file, "it is not a whole tar archive (compressed ones must be unpacked): copy it again");
            }
        }

        private void entry(TarArchiveEntry entry, FileChannel channel) throws IOException {
            String name = entry.getName();
            int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
            if (dot < 0) {
                throw bad(file, "entry '%s' has no extension".formatted(printable(name)));
            }
            if (!name.substring(0, dot).equals(key)) {
                end();
                key = name.substring(0, dot);
            }
            String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
            if (entry.getDataOffset() + entry.getSize() > channel.size()) {
                throw bad(file, "it ends within '%s': copy it again".formatted(printable(name)));
            }
            var place = new ShardSource.Place(entry.getDataOffset(), entry.getSize());
            if (ImageFolders.EXTENSIONS.contains(extension)) {
                if (image.size() >= 0) {
                    throw bad(file, "sample '%s' has two images".formatted(printable(key)));
                }
                image = place;
            } else if (extension.equals("cls") || extension.equals("json")) {
                if (place.size() > MAX_SIDE_FILE) {
                    throw bad(file, "'%s' has more than %d bytes".formatted(printable(name), MAX_SIDE_FILE));
                }
                label = label(name, extension, text(channel, place));
            }
        }

        private static String text(FileChannel channel, ShardSource.Place place) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate((int) place.size());
            while (bytes.hasRemaining() && channel.read(bytes, place.offset() + bytes.position()) >= 0) {
                // until full
            }
            return new String(bytes.array(), StandardCharsets.UTF_8).strip();
        }

        private int label(String name, String extension, String text) {
            String number = extension.equals("cls") ? text : jsonLabel(name, text);
            if (!number.matches("[0-9]{1,7}") || Integer.parseInt(number) > MAX_LABEL) {
                throw bad(
                        file,
                        "'%s' says class '%s', not a number from 0 to %d"
                                .formatted(printable(name), printable(number), MAX_LABEL));
            }
            return Integer.parseInt(number);
        }

        private String jsonLabel(String name, String text) {
            try {
                JsonNode json = Json.mapper().readTree(text);
                for (String field : JSON_LABELS) {
                    if (json.path(field).isIntegralNumber()) {
                        return json.path(field).asText();
                    }
                }
            } catch (JsonProcessingException _) {
                throw bad(file, "'%s' is not JSON".formatted(printable(name)));
            }
            return label >= 0 ? Integer.toString(label) : ""; // JSON beside a .cls may hold anything else
        }

        private void end() {
            if (key.isEmpty() && image.size() < 0) {
                return;
            }
            if (image.size() < 0 || label < 0) {
                throw bad(
                        file, "sample '%s' has no %s".formatted(printable(key), image.size() < 0 ? "image" : "class"));
            }
            if (!keys.add(key)) {
                throw bad(file, "key '%s' comes twice".formatted(printable(key)));
            }
            samples.add(new ShardSource.Sample(file, image, key, label));
            if (samples.size() > ImageFolders.MAX_IMAGES) {
                throw bad(file, "more than %d samples".formatted(ImageFolders.MAX_IMAGES));
            }
            image = new ShardSource.Place(0, -1);
            label = -1;
        }
    }

    private static String printable(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
    }

    private static CarryoverException bad(Path file, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, file.getFileName() + ": " + why);
    }
}
