/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart as {@code helm/package} makes it, rendered by Helm. */
final class Chart {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PACKAGED = packaged();

    private Chart() {}

    /** Its folder, with rules and dashboards inside. */
    static Path folder() {
        return PACKAGED;
    }

    /** What Helm makes of the values of an example and of some more, such as {@code workers[0].min} → {@code 2}. */
    static List<JsonNode> render(String example, Map<String, String> more) {
        var template = template()
                .withName("test")
                .withNamespace("vision")
                .withValuesFile(Path.of("examples", example + ".yaml"));
        more.forEach(template::set);
        return documents(template.call());
    }

    /** Without any value; said to be for a cluster of today, as the library by itself knows of an old one. */
    static TemplateCommand template() {
        return new Helm(PACKAGED).template().withKubeVersion("1.33.0");
    }

    /** The same, without more. */
    static List<JsonNode> render(String example) {
        return render(example, Map.of());
    }

    /** All of a kind. */
    static List<JsonNode> of(List<JsonNode> all, String kind) {
        return all.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    /** The pods that documents describe: themselves, of deployments and of jobs. */
    static List<JsonNode> pods(List<JsonNode> all) {
        return all.stream()
                .flatMap(document -> document.path("kind").asText().equals("Pod")
                        ? Stream.of(document.path("spec"))
                        : Stream.of(
                                document.at("/spec/template/spec"), document.at("/spec/jobTargetRef/template/spec")))
                .filter(JsonNode::isObject)
                .toList();
    }

    private static List<JsonNode> documents(String text) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            if (document != null) {
                documents.add(JSON.valueToTree(document));
            }
        }
        return documents;
    }

    private static Path packaged() {
        try {
            Path out = Files.createDirectories(Path.of("target", "chart"));
            Process process =
                    new ProcessBuilder("./package", out.toString()).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("helm/package failed");
            }
            // Hooks are left out of what the library renders: here they are documents like others.
            for (String hook : List.of("hooks/init.yaml", "tests/check.yaml")) {
                Path file = out.resolve("carryover/templates").resolve(hook);
                Files.writeString(
                        file,
                        Files.readString(file)
                                .lines()
                                .filter(line -> !line.contains("helm.sh/hook"))
                                .collect(Collectors.joining("\n")));
            }
            return out.resolve("carryover").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
