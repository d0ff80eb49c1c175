/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DockerfileTest {
    private final String recipe = Repository.text("deploy/images/Dockerfile")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));

    @Test
    void startsFromArgumentsOrOwnStagesOnly() {
        Set<String> stages = all("(?m)^FROM \\S+ AS (\\S+)");

        assertThat(all("(?m)^FROM (\\S+)")).allMatch(base -> base.matches("\\$\\{[A-Z]+}") || stages.contains(base));
        assertThat(recipe).doesNotContainPattern("ARG (JDK|RUNTIME)=");
    }

    @Test
    void runsWithoutRightsAndWithoutAShell() {
        assertThat(all("(?m)^USER (\\S+)")).containsExactly("65532:65532");
        assertThat(all("(?m)^ENTRYPOINT (.*)")).containsExactly("[\"/opt/java/bin/java\", \"@launch\"]");
        assertThat(recipe).doesNotContain("http://", "https://", "--chown", "--chmod");
    }

    @Test
    void hasTheAllocatorOfTheLauncher() {
        String launcher = Repository.text("carryover");
        Pattern pattern = Pattern.compile("export (MALLOC_[A-Z_]+|GLIBC_TUNABLES)=\"\\$\\{[A-Z_]+:-([a-z0-9.=]+)}\"");

        assertThat(pattern.matcher(launcher).results().map(set -> set.group(1) + "=" + set.group(2)))
                .hasSize(5)
                .containsExactlyInAnyOrderElementsOf(all("((?:MALLOC_[A-Z_]+|GLIBC_TUNABLES)=[a-z0-9.=]+)"));
    }

    @Test
    void labelsAreThoseOfTheSpecification() {
        assertThat(all("([a-z.]+)=\""))
                .contains("org.opencontainers.image.revision")
                .allMatch(
                        label -> label.matches(
                                "org\\.opencontainers\\.image\\.(title|description|version|revision|created|licenses|vendor|base\\.(name|digest))"));
    }

    @Test
    void pytorchForCudaIsTheVersionOfTheBinding() {
        String version = Repository.version("pytorch.version");

        assertThat(recipe).contains("PYTORCH_VERSION=" + version);
        assertThat(Repository.variables("deploy/images/bases.env").get("LIBTORCH_IMAGE"))
                .contains(":" + version + "-cuda12.8");
    }

    private Set<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(recipe)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}
