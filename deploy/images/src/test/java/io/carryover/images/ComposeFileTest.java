/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
    private static final Set<String> PUBLISHED = Set.of("gateway", "grafana");
    /** A name of the user's own, and an image that nobody has named a digest of yet. */
    private static final Set<String> WITHOUT_VALUE = Set.of("MINIO_IMAGE", "KAFKA_DIGEST");

    private final ComposeFile compose = ComposeFile.read("docker-compose.yml");
    private final ComposeFile otherStore = ComposeFile.read("deploy/compose/minio.yml");

    @Test
    void keepsTheRules() {
        assertThat(ComposeRules.findings(compose)).isEmpty();
        assertThat(ComposeRules.findings(otherStore)).isEmpty();
    }

    @Test
    void everyVariableIsExplainedAndEveryExplainedOneIsUsed() {
        Set<String> used = new TreeSet<>(compose.variables());
        used.addAll(otherStore.variables());

        assertThat(used).isEqualTo(Repository.variables(".env.example").keySet());
    }

    @Test
    void noVariableHasASecondDefault() {
        assertThat(compose.withoutComments() + otherStore.withoutComments())
                .doesNotContainPattern("\\$[A-Za-z_]")
                .doesNotContainPattern("\\$\\{[A-Z0-9_]+(:?-|})");
    }

    @Test
    void theExampleHasNoPasswordAndIsPinned() {
        assertThat(Repository.variables(".env.example")).allSatisfy((name, value) -> {
            if (name.matches(".*_(PASSWORD|SECRET_KEY)|OPERATOR_KEY") || WITHOUT_VALUE.contains(name)) {
                assertThat(value).as(name).isEmpty();
            } else if (name.endsWith("_DIGEST")) {
                assertThat(value).as(name).matches("sha256:[0-9a-f]{64}");
            } else {
                assertThat(value).as(name).isNotEmpty();
            }
        });
    }

    @Test
    void imagesOfOthersAreTakenByDigest() {
        List<String> foreign = images(compose)
                .filter(image -> !image.startsWith("${CARRYOVER_IMAGES"))
                .toList();

        assertThat(foreign)
                .hasSizeGreaterThanOrEqualTo(5)
                .allMatch(image -> image.matches("\\$\\{([A-Z]+)_IMAGE:.*}@\\$\\{\\1_DIGEST:.*}"));
        assertThat(images(otherStore)).allMatch(image -> image.contains("_DIGEST:?"));
    }

    @Test
    void kafkaIsTheVersionOfTheBuild() {
        assertThat(Repository.variables(".env.example").get("KAFKA_IMAGE"))
                .endsWith(":" + Repository.version("kafka.version"));
    }

    @Test
    void servicesAreGivenOnlyDocumentedSettings() {
        Set<String> documented = DocumentedSettings.variables();
        Set<String> given = compose.services().keySet().stream()
                .filter(name ->
                        String.valueOf(compose.service(name).get("image")).startsWith("${CARRYOVER_IMAGES"))
                .flatMap(name -> compose.environment(name).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(given).isNotEmpty().isSubsetOf(documented);
    }

    @Test
    void mountedPathsExist() {
        assertThat(compose.services().keySet().stream()
                        .flatMap(name ->
                                ComposeFile.list(compose.service(name).getOrDefault("volumes", List.of())).stream())
                        .map(volume -> volume.toString().split(":")[0])
                        .filter(source -> source.startsWith("./")))
                .isNotEmpty()
                .allMatch(source -> Files.exists(Repository.ROOT.resolve(source)));
    }

    @Test
    void onlyTwoPortsArePublishedAndOnLoopback() {
        for (String name : compose.services().keySet()) {
            List<Object> ports = ComposeFile.list(compose.service(name).getOrDefault("ports", List.of()));
            assertThat(ports).as(name).hasSize(PUBLISHED.contains(name) ? 1 : 0).allMatch(port -> port.toString()
                    .startsWith("${BIND_ADDRESS:"));
            assertThat(ComposeFile.list(compose.service(name).get("networks")).contains("outside"))
                    .as(name)
                    .isEqualTo(PUBLISHED.contains(name));
        }
        assertThat(Repository.variables(".env.example")).containsEntry("BIND_ADDRESS", "127.0.0.1");
        assertThat(ComposeFile.map(
                        ComposeFile.map(compose.root().get("networks")).get("inside")))
                .containsEntry("internal", true);
    }

    @Test
    void everythingIsConfined() {
        for (String name : compose.services().keySet()) {
            Map<String, Object> service = compose.service(name);
            assertThat(service)
                    .as(name)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsKeys("restart", "pids_limit", "deploy");
            assertThat(service.get("security_opt")).as(name).isEqualTo(List.of("no-new-privileges:true"));
            // Kafka's image writes its configuration beside its programs.
            assertThat(service.get("read_only")).as(name).isEqualTo(!name.equals("kafka"));
        }
    }

    @Test
    void whatKeepsRunningTellsItsHealth() {
        assertThat(compose.services().keySet().stream()
                        .filter(name -> !compose.service(name).containsKey("healthcheck")))
                .containsExactlyInAnyOrder("init", "init-gpu", "cli");
    }

    private static java.util.stream.Stream<String> images(ComposeFile file) {
        return file.services().keySet().stream()
                .map(name -> String.valueOf(file.service(name).get("image")));
    }
}
