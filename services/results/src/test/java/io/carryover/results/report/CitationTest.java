/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** CITATION.cff against the Citation File Format 1.2.0 (schema-guide.md of citation-file-format), and against what reports print. */
class CitationTest {
    /** Keys that the format has, of which these here are used. */
    private static final Set<String> KEYS = Set.of(
            "cff-version",
            "message",
            "title",
            "abstract",
            "type",
            "authors",
            "license",
            "version",
            "keywords",
            "references");

    @Test
    void theFileHasWhatTheFormatNeedsAndNothingThatItDoesNotKnow() throws IOException {
        Map<String, Object> file = file();

        assertThat(file)
                .containsEntry("cff-version", "1.2.0")
                .containsEntry("type", "software")
                .containsKeys("message", "title");
        assertThat(file.keySet()).isSubsetOf(KEYS);
        assertThat(file.get("message")).isInstanceOf(String.class).asString().isNotBlank();
        assertThat(maps(file.get("authors"))).isNotEmpty().allSatisfy(author -> assertThat(author)
                .containsKey("name"));
        assertThat(file.get("version")).isInstanceOf(String.class);
        assertThat(maps(file.get("references"))).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).containsKeys("type", "title", "authors").containsEntry("type", "conference-paper");
            assertThat(maps(reference.get("authors")))
                    .allSatisfy(author -> assertThat(author).containsOnlyKeys("family-names", "given-names"));
            assertThat(reference.get("year")).isInstanceOf(Integer.class);
            assertThat(maps(reference.get("identifiers")))
                    .allSatisfy(identifier -> assertThat(identifier.get("type")).isIn("doi", "url", "swh", "other"));
        });
    }

    @Test
    void reportsCiteTheSameStudy() throws IOException {
        Map<String, Object> study = maps(file().get("references")).getFirst();

        String bibtex = Bibliography.of("0.1.0", Map.of(), Map.of());

        assertThat(bibtex).contains("title = {%s}".formatted(study.get("title")));
        assertThat(bibtex).contains("year = {%s}".formatted(study.get("year")));
        maps(study.get("authors")).forEach(author -> assertThat(bibtex)
                .contains(author.get("family-names") + ", " + author.get("given-names")));
    }

    @Test
    void aCitationThatIsNotKnownIsNoEntryAndOneThatIsCannotEndItsField() {
        String bibtex = Bibliography.of(
                "0.1.0",
                Map.of(
                        "mine",
                        Attribution.UNKNOWN,
                        "di{gits",
                        new Attribution("x", "https://example.org/a_b", "A } B & C", true)),
                Map.of("simclr", new Attribution("MIT", "https://example.org/weights", "Chen et al. 2020", true)));

        assertThat(bibtex)
                .doesNotContain("dataset-mine")
                .contains("@misc{dataset-di-gits,")
                .contains("A \\} B \\& C")
                .contains("@misc{backbone-simclr,")
                .contains("note = {Chen et al. 2020}");
    }

    private static Map<String, Object> file() throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of("../../CITATION.cff")));
    }

    @SuppressWarnings("unchecked") // what the parser gives
    private static List<Map<String, Object>> maps(@org.jspecify.annotations.Nullable Object value) {
        return (List<Map<String, Object>>) Objects.requireNonNull(value);
    }
}
