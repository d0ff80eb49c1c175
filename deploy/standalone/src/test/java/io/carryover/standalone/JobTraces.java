/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.standalone.Collector.Seen;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the traces of an evaluation must look like. */
record JobTraces(Collector collector) {
    /**
     * Each job has a trace that begins with its release, is linked to the request behind it, and holds all that a worker and the
     * gateway did for it.
     *
     * @param asked trace of the request
     */
    void complete(String evaluation, String asked) throws Exception {
        Client.await(30, () -> releases(evaluation).stream().allMatch(this::hasEnded));
        Map<String, List<Seen>> byJob =
                releases(evaluation).stream().collect(Collectors.groupingBy(span -> attribute(span, "job")));
        assertThat(byJob).hasSizeGreaterThan(6);
        byJob.forEach((job, releases) -> assertThat(releases).as(job).hasSize(1));
        releases(evaluation).forEach(release -> {
            assertThat(release.parent()).isEmpty();
            assertThat(release.links()).containsExactly(asked);
            Seen run = child(release, "run ");
            assertThat(run.service()).isIn("carryover-feature-extraction", "carryover-head-training");
            assertThat(run.attributes())
                    .containsEntry("carryover.outcome", "succeeded")
                    .containsEntry("carryover.job", attribute(release, "job"));
            assertThat(child(run, "compute").service()).isEqualTo(run.service());
            assertThat(child(run, "commit").service()).isEqualTo(run.service());
            assertThat(child(run, "apply started").service()).isEqualTo("carryover-gateway");
            assertThat(child(run, "apply succeeded").service()).isEqualTo("carryover-gateway");
            assertThat(collector.trace(release.trace())).extracting(Seen::name).doesNotContain("apply heartbeat");
        });
        assertThat(collector.trace(asked)).extracting(Seen::name).containsExactly("POST /v1/evaluations");
    }

    /** Imports are linked to a request, too; one that the gateway hands on is one trace; what people don't ask for has none. */
    void requests() throws Exception {
        assertThat(collector.spans().stream().filter(span -> span.name().startsWith("release import")))
                .hasSize(4)
                .allMatch(release -> collector.trace(release.links().getFirst()).stream()
                        .anyMatch(span -> span.name().startsWith("POST /v1/")));
        Client.await(10, () -> collector.spans().stream()
                .filter(span -> span.service().equals("carryover-results"))
                .map(span -> collector.trace(span.trace()))
                .anyMatch(trace -> services(trace).contains("carryover-gateway")));
        assertThat(collector.spans())
                .extracting(span -> span.attributes().getOrDefault("url.path", ""))
                .noneMatch(path -> path.startsWith("/q/") || path.startsWith("/assets/"));
    }

    private boolean hasEnded(Seen release) {
        return collector.trace(release.trace()).stream()
                .anyMatch(span -> span.name().equals("apply succeeded"));
    }

    private List<Seen> releases(String evaluation) {
        return collector.spans().stream()
                .filter(span -> span.name().startsWith("release "))
                .filter(span -> attribute(span, "evaluation").equals(evaluation))
                .toList();
    }

    private Seen child(Seen parent, String name) {
        List<Seen> children = collector.trace(parent.trace()).stream()
                .filter(span -> span.parent().equals(parent.id()))
                .filter(span -> span.name().startsWith(name))
                .toList();
        assertThat(children).as("%s below %s", name, parent).hasSize(1);
        return children.getFirst();
    }

    private static Set<String> services(List<Seen> spans) {
        return spans.stream().map(Seen::service).collect(Collectors.toSet());
    }

    private static String attribute(Seen span, String name) {
        return span.attributes().getOrDefault("carryover." + name, "");
    }
}
