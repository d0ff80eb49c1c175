/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.ArtifactFiles;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import io.carryover.storage.Blobs;
import io.carryover.storage.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training losses as fine-tuning keeps them. */
class LossCurvesTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void lossesAreReadAndWhatIsNoneIsNot() throws IOException {
        var blobs = new Blobs(new InMemoryObjectStore(), folder);
        var curves = new LossCurves(new Artifacts(blobs));

        assertThat(curves.of(with("curve", ArtifactFiles.losses(blobs, folder, 2.5, 1.25))))
                .hasValueSatisfying(losses -> assertThat(losses).containsExactly(2.5, 1.25));
        assertThat(curves.of(with("curve", ArtifactFiles.accuracies(blobs, folder, 80))))
                .isEmpty();
        assertThat(curves.of(with("logits", ArtifactFiles.losses(blobs, folder, 1))))
                .isEmpty();
    }

    private static Measured with(String name, ArtifactRef artifact) {
        return Measured.of(Records.withArtifacts(
                Records.linear(DemoResults.backbone("swav"), DemoResults.DIGITS, ProtocolId.STUDY, 75, 5, 20),
                new TreeMap<>(Map.of(name, artifact))));
    }
}
