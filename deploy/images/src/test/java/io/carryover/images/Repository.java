/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of this repository as tests read them. */
final class Repository {
    /** Tests run in the folder of their module. */
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    static final Path IMAGES = ROOT.resolve("deploy/images");

    private Repository() {}

    /**
     * A line of {@code images.list}.
     *
     * @param heap percent of the container's memory
     */
    record Image(String name, String source, List<String> flavours, int heap) {
        private static Image of(String line) {
            String[] words = line.split("\\s+");
            return new Image(words[0], words[1], List.of(words[2].split(",")), Integer.parseInt(words[3]));
        }
    }

    static String text(String file) {
        return read(ROOT.resolve(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static List<Image> images() {
        return text("deploy/images/images.list")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Image::of)
                .toList();
    }

    /** Folders of services that Quarkus packages: those run alone. */
    static List<String> services() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("services"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .filter(folder -> read(folder.resolve("pom.xml")).contains("quarkus-maven-plugin"))
                    .map(folder -> "services/" + folder.getFileName())
                    .sorted()
                    .toList();
        }
    }

    /** {@code NAME=value} of a file of variables; comments left out. */
    static Map<String, String> variables(String file) {
        return text(file)
                .lines()
                .filter(line -> line.matches("[A-Z0-9_]+=.*"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (a, b) -> {
                            throw new IllegalStateException(file + " says twice: " + a + ", " + b);
                        },
                        TreeMap::new));
    }

    /** A version of the root pom.xml. */
    static String version(String property) {
        String pom = text("pom.xml");
        int start = pom.indexOf("<" + property + ">") + property.length() + 2;
        return pom.substring(start, pom.indexOf("</" + property + ">", start));
    }
}
