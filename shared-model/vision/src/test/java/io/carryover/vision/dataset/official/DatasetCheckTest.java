/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.vision.dataset.DatasetCheck;
import io.carryover.vision.dataset.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCheckTest {
    private final Path folder;
    private final SmallSets sets;

    DatasetCheckTest(@TempDir Path folder) {
        this.folder = folder;
        this.sets = new SmallSets(folder);
    }

    @Test
    void aSoundDatasetHasNoProblems() throws IOException {
        sets.images("train/cat", "1.jpg", "2.jpg");
        sets.images("val/cat", "3.jpg");
        sets.images("test/cat", "4.jpg");
        var most = new LongAccumulator(Math::max, 0);

        DatasetCheck.Report report = DatasetCheck.run(ImageDataset.open(folder), most::accumulate);

        assertThat(report.problems()).isEmpty();
        assertThat(report.splits()).containsOnlyKeys("train", "val", "test");
        assertThat(report.splits().get("train")).isEqualTo(new DatasetCheck.Report.Split(2, -1, 0, 0, 0));
        assertThat(most.get()).isEqualTo(4);
    }

    @Test
    void everyKindOfTroubleIsNamed() throws IOException {
        sets.images("train/cat", "1.jpg", "2.jpg");
        sets.images("train/dog", "1.jpg");
        sets.images("val/cat", "1.jpg");
        sets.images("test/emu", "1.jpg");
        Files.copy(folder.resolve("train/cat/1.jpg"), folder.resolve("train/dog/again.jpg"));
        Files.copy(folder.resolve("train/cat/1.jpg"), folder.resolve("test/emu/again.jpg"));
        Files.writeString(folder.resolve("val/cat/broken.jpg"), "no image");

        DatasetCheck.Report report = run("auto");

        assertThat(report.problems())
                .anySatisfy(p -> assertThat(p).contains("class 'emu' has images in test and none in train or val"))
                .anySatisfy(p -> assertThat(p).startsWith("val: cat/broken.jpg"))
                .anySatisfy(
                        p -> assertThat(p).isEqualTo("test and train share 1 images: 'emu/again.jpg' and 'cat/1.jpg'"))
                .hasSize(3);
        assertThat(report.notes())
                .contains("train: 'dog/again.jpg' is the same image as 'cat/1.jpg'")
                .contains("val lacks 2 of 3 classes (dog, emu)");
        assertThat(report.splits().get("val")).isEqualTo(new DatasetCheck.Report.Split(2, -1, 0, 1, 2));
        assertThat(report.splits().get("train")).isEqualTo(new DatasetCheck.Report.Split(4, -1, 1, 0, 1));
    }

    @Test
    void countsAreHeldAgainstTheOfficialOnesAndTrapsAreNamed() throws IOException {
        sets.write("caltech101");
        DatasetCheck.Report listed = run("caltech101");
        DatasetCheck.Report distinct = run("caltech101-distinct");

        assertThat(listed.problems())
                .containsExactly(
                        "2 classes, officially 102",
                        "train has 4 images, officially 2448",
                        "val has 1 images, officially 612",
                        "test has 2 images, officially 6728");
        assertThat(listed.notes()).anySatisfy(n -> assertThat(n).contains("3060 lines name 2416 images"));
        assertThat(distinct.problems())
                .contains("train has 4 images, officially 1933", "val has 0 images, officially 483");
    }

    @Test
    void carsTrapIsNamed() throws IOException {
        sets.write("cars");

        DatasetCheck.Report report = run("auto");

        assertThat(report.problems())
                .contains("train has 8 images, officially 6516", "test has 3 images, officially 8041");
        assertThat(report.notes())
                .anySatisfy(n -> assertThat(n).contains("8144").contains("8041"));
    }

    private DatasetCheck.Report run(String format) {
        return DatasetCheck.run(ImageDataset.open(folder, format), done -> {});
    }
}
