/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What {@code deploy/images/stage} lays out for an image, unpacked to a folder, with the Java of this machine where the image
 * has its own, limited to the same modules.
 */
record StagedRoot(Path root) {
    static final Path HOME = Path.of("opt/carryover");

    /** Stages an image and unpacks it. */
    static StagedRoot of(String image, Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve(image);
        stage(image, out);
        Path root = Files.createDirectories(folder.resolve(image + "-root"));
        for (String layer : List.of("lib.tar", "app.tar")) {
            expect(Ran.program("tar", "-xf", out.resolve(layer).toString(), "-C", root.toString(), "--no-same-owner"));
        }
        return new StagedRoot(root);
    }

    /** Lays out the layers in a folder; with its bill of materials where the build made one. */
    static void stage(String image, Path out) throws IOException, InterruptedException {
        String source = Repository.images().stream()
                .filter(each -> each.name().equals(image))
                .findFirst()
                .orElseThrow()
                .source();
        List<String> command = new ArrayList<>(
                List.of("bash", Repository.IMAGES.resolve("stage").toString()));
        if (!Files.exists(Repository.ROOT.resolve(source).resolve("target/sbom.cdx.json"))) {
            command.add("--no-sbom");
        }
        command.addAll(List.of(image, out.toString()));
        expect(Ran.program(command, Map.of()));
    }

    static void expect(Ran ran) {
        if (ran.status() != 0) {
            throw new AssertionError(ran.output());
        }
    }

    Path home() {
        return root.resolve(HOME);
    }

    /** The entry point of the image, its output in a file beside the root. */
    Started launch(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "@launch"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(home().toFile()).redirectErrorStream(true);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Xmx256m --limit-modules=" + modules());
        builder.environment().putAll(environment);
        return new Started(builder.start());
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    static String modules() {
        return String.join(
                ",",
                Repository.text("deploy/images/java-modules")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList());
    }

    /** A process and what it says. Its output is read all the time: a full pipe would stop it in the middle of a request. */
    static final class Started implements AutoCloseable {
        private final Process process;
        private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

        private Started(Process process) {
            this.process = process;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader output = process.inputReader()) {
                output.lines().map(Optional::of).forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add(Optional.of("output can't be read: " + e));
            } finally {
                lines.add(Optional.empty());
            }
        }

        /** Everything up to the first line that contains a text, or to the end. */
        String until(String text) throws InterruptedException {
            var read = new StringBuilder();
            for (Optional<String> line = lines.take(); line.isPresent(); line = lines.take()) {
                read.append(line.get()).append('\n');
                if (line.get().contains(text)) {
                    break;
                }
            }
            return read.toString();
        }

        /** The rest of its output, after its end. */
        Ran end() throws InterruptedException {
            String rest = until("\0");
            return new Ran(process.waitFor(), rest);
        }

        /** Asks it to end, as an engine does. */
        Ran terminate() throws InterruptedException {
            process.destroy();
            return end();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
