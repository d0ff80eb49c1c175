/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.images.Repository.Image;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A service is complete when it stands in the list of images, in the Compose file and in what Prometheus asks. */
class ImagesListTest {
    private static final Pattern OURS =
            Pattern.compile("\\$\\{CARRYOVER_IMAGES:[^}]*}/([a-z-]+):\\$\\{CARRYOVER_VERSION:[^}]*}(-cuda)?");

    private final ComposeFile compose = ComposeFile.read("docker-compose.yml");
    private final List<Image> images = Repository.images();

    @Test
    void everyServiceHasAnImageAndEveryImageASource() throws IOException {
        assertThat(images.stream().map(Image::source).filter(source -> source.startsWith("services/")))
                .containsExactlyInAnyOrderElementsOf(Repository.services());
        assertThat(images).allSatisfy(image -> {
            assertThat(Repository.ROOT.resolve(image.source()).resolve("pom.xml"))
                    .exists();
            assertThat(image.flavours()).startsWith("cpu").isSubsetOf("cpu", "cuda");
            assertThat(image.heap()).isBetween(10, 75);
        });
    }

    @Test
    void everyImageRunsInComposeInEachOfItsFlavours() {
        Set<String> run = compose.services().keySet().stream()
                .map(name -> OURS.matcher(String.valueOf(compose.service(name).get("image"))))
                .filter(java.util.regex.Matcher::matches)
                .map(match -> match.group(1) + (match.group(2) == null ? " cpu" : " cuda"))
                .collect(Collectors.toSet());

        assertThat(run)
                .isEqualTo(images.stream()
                        .flatMap(image -> image.flavours().stream().map(flavour -> image.name() + " " + flavour))
                        .collect(Collectors.toSet()));
    }

    @Test
    void prometheusAsksEveryService() {
        Map<String, Object> config =
                ComposeFile.read("deploy/compose/prometheus.yaml").root();
        Map<String, Object> job =
                ComposeFile.map(ComposeFile.list(config.get("scrape_configs")).getFirst());
        Map<String, Object> names =
                ComposeFile.map(ComposeFile.list(job.get("dns_sd_configs")).getFirst());
        Set<String> serving = compose.services().keySet().stream()
                .filter(name -> OURS.matcher(
                                String.valueOf(compose.service(name).get("image")))
                        .matches())
                .filter(name -> compose.service(name).containsKey("healthcheck"))
                .collect(Collectors.toSet());

        assertThat(ComposeFile.list(names.get("names"))).containsExactlyInAnyOrderElementsOf(serving);
    }
}
