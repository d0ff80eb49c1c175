/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways torch has of storing the same network (src/test/python/make_checkpoints.py, digests computed there). */
class VariantsTest {
    private static final Path FILES = Path.of("src", "test", "resources", "checkpoints");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bfloat16.pth",
                "float64-legacy.pth",
                "shared.pth",
                "shared-legacy.pth",
                "company.pth",
                "company-legacy.pth.tar",
            })
    void tensorsHaveTheDigestThatPythonComputes(String file) throws IOException {
        JsonNode digests =
                new ObjectMapper().readTree(FILES.resolve("digests.json").toFile());

        LoadedCheckpoint loaded = Checkpoints.load(FILES.resolve(file), LoadOptions.DEFAULT);

        assertThat(loaded.weights().digest().hex()).isEqualTo(digests.get(file).asText());
    }

    @Test
    void theCompanyOfARealTrainingCheckpointBecomesPlaceholders() {
        Inspection found = Checkpoints.inspect(FILES.resolve("company.pth"), LoadOptions.DEFAULT);

        assertThat(found.layout().id()).isEqualTo("state-dict-module");
        assertThat(found.ignored()).containsExactly("generator");
        assertThat(found.placeholders())
                .contains("argparse.Namespace", "pathlib.PurePosixPath", "datetime.date", "types.SimpleNamespace");
    }
}
