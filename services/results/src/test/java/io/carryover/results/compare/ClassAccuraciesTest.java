/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.results.artifacts.ReadFiles;
import io.carryover.results.board.Measured;
import io.carryover.results.compare.ClassAccuracies.OneClass;
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

/** Accuracy by class from the logits that a result keeps. */
class ClassAccuraciesTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void everyClassHasItsShareOfItsOwnImages() throws IOException {
        var blobs = new Blobs(new InMemoryObjectStore(), folder);
        ArtifactRef logits = ArtifactFiles.logits(blobs, folder, 20, i -> i < 10 || i % 2 == 0);

        var found = new ClassAccuracies(ReadFiles.of(blobs, 1 << 20))
                .of(with(logits))
                .orElseThrow();

        assertThat(found.classes())
                .containsExactly(new OneClass(0, "class 0", 10, 100), new OneClass(1, "class 1", 10, 50));
    }

    @Test
    void whatCanNotBeReadIsLeftOut() throws IOException {
        var blobs = new Blobs(new InMemoryObjectStore(), folder);
        ArtifactRef episodes = ArtifactFiles.accuracies(blobs, folder, 80, 90);
        var classes = new ClassAccuracies(ReadFiles.of(blobs, 1 << 20));

        assertThat(classes.of(with(episodes))).isEmpty();
        assertThat(classes.of(Measured.of(Records.fewShot(DemoResults.backbone("swav"), DemoResults.DIGITS, 5, 80, 1))))
                .isEmpty();
    }

    private static Measured with(ArtifactRef logits) {
        return Measured.of(Records.withArtifacts(
                Records.linear(DemoResults.backbone("swav"), DemoResults.DIGITS, ProtocolId.STUDY, 75, 5, 20),
                new TreeMap<>(Map.of("logits", logits))));
    }
}
