/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.featureextraction.Desk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetImportTest {
    private final Path photos;
    private final Desk desk;
    private final DatasetImport handler;

    DatasetImportTest(@TempDir Path folder) throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
        desk = new Desk(folder);
        handler = new DatasetImport(new Sources(desk.store));
    }

    @Test
    void idxFilesAreKeptAsTheyAre() throws IOException {
        StepOutput.DatasetImported imported = run(Desk.demo("digits"), "auto", false);

        assertThat(imported.images())
                .containsExactly(Map.entry("test", 1800), Map.entry("train", 2500), Map.entry("val", 700));
        assertThat(imported.classes()).hasSize(10);
        assertThat(imported.skipped()).isZero();
        assertThat(container(imported, "val")).isEqualTo("idx");
        assertThat(desk.progress).last().isEqualTo("5000/5000 images");
    }

    @Test
    void equalFilesGiveTheSameDigest() throws IOException {
        image("train/cat/a.png", 1);
        image("val/dog/b.png", 2);

        StepOutput.DatasetImported first = run(photos, "folder", false);
        StepOutput.DatasetImported again = run(photos, "auto", true);

        assertThat(again).isEqualTo(first);
        assertThat(container(first, "train")).isEqualTo("tar");
    }

    @Test
    void bothVersionsOfCifarGiveTheSameDigest() throws IOException {
        for (String kind : List.of("10", "100")) {
            StepOutput.DatasetImported binary = run(cifar(kind + "-binary"), "cifar", false);

            assertThat(run(cifar(kind + "-python2"), "auto", false)).isEqualTo(binary);
            assertThat(run(cifar(kind + "-python3"), "cifar", false)).isEqualTo(binary);
        }
    }

    /** Files of vision's {@code make_cifar.py}. */
    private static Path cifar(String version) {
        return Desk.demo("../shared-model/vision/src/test/resources/cifar").resolve(version);
    }

    @Test
    void archivesMayHoldTheirFolder() throws IOException {
        image("a.png", 3);
        upload("photos.tar", Map.of("photos/train/cat/a.png", "a.png"));

        var spec = new JobSpec.ImportDataset(new Source.Upload("uploads/1", "photos.tar", "r"), "auto");
        var imported = (StepOutput.DatasetImported) handler.run(spec, desk).output();

        assertThat(imported.images()).containsExactly(Map.entry("train", 1));
    }

    @Test
    void brokenImagesFailByNameOrAreSkippedAndCounted() throws IOException {
        image("train/cat/a.png", 1);
        image("train/cat/c.png", 2);
        Files.write(photos.resolve("train/cat/b.png"), new byte[] {1, 2, 3});
        Files.writeString(photos.resolve("manifest.csv"), """
                path,label,split
                train/cat/a.png,cat,train
                train/cat/b.png,cat,train
                train/cat/c.png,cat,val
                """);

        assertRefused(photos, "csv", ErrorCode.UNREADABLE_IMAGE, "train/cat/b.png can't be decoded");
        StepOutput.DatasetImported imported = run(photos, "csv", true);

        assertThat(imported.images()).containsExactly(Map.entry("train", 1), Map.entry("val", 1));
        assertThat(imported.skipped()).isEqualTo(1);
    }

    @Test
    void uploadedArchivesAreUnpacked() throws IOException {
        image("a.png", 3);
        upload("photos.tar.gz", Map.of("train/cat/a.png", "a.png"));

        var spec = new JobSpec.ImportDataset(new Source.Upload("uploads/1", "photos.tar.gz", "r"), "auto");
        var imported = (StepOutput.DatasetImported) handler.run(spec, desk).output();

        assertThat(imported.images()).containsExactly(Map.entry("train", 1));
    }

    @Test
    void archivesThatReachOutOfTheirFolderAreRefused() throws IOException {
        image("a.png", 3);
        upload("evil.tar", Map.of("../../evil.png", "a.png"));

        var spec = new JobSpec.ImportDataset(new Source.Upload("uploads/1", "evil.tar", "r"), "auto");
        assertThatThrownBy(() -> handler.run(spec, desk))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining("'../../evil.png' is not a plain file inside it");
    }

    @Test
    void otherFormatsThanWasSaidAreRefused() throws IOException {
        image("train/cat/a.png", 1);

        assertRefused(photos, "idx", ErrorCode.NOT_A_DATASET, "photos is in format folder, not idx");
        assertRefused(photos.resolve("gone"), "auto", ErrorCode.NOT_A_DATASET, "there is nothing at");
        Files.write(photos.resolve("x.tar"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertRefused(photos.resolve("x.tar"), "auto", ErrorCode.NOT_A_DATASET, "x.tar is not a dataset");
    }

    @Test
    void classesThatNothingCanLearnAreRefusedBeforeAnythingIsRead() throws IOException {
        image("train/cat/a.png", 1);
        image("val/cat/b.png", 2);
        image("test/dog/c.png", 3);

        assertRefused(
                photos, "auto", ErrorCode.CLASS_ABSENT, "class 'dog' has images in test and none in train or val");
        assertThat(desk.progress).isEmpty();
    }

    @Test
    void classesThatValLacksAreCounted() throws IOException {
        image("train/cat/a.png", 1);
        image("train/dog/b.png", 2);
        image("val/cat/c.png", 3);
        image("test/dog/d.png", 4);

        assertThat(run(photos, "auto", false).traits().orElseThrow().warnings())
                .contains("val lacks 1 of 2 classes (dog)", "test lacks 1 of 2 classes (cat)");
    }

    @Test
    void foldersWithoutSplitsGetTheirOwn() throws IOException {
        for (int i = 0; i < 5; i++) {
            image("cat/%d.png".formatted(i), i);
            image("dog/%d.png".formatted(i), 10 + i);
        }

        StepOutput.DatasetImported imported = run(photos, "auto", false);

        assertThat(imported.images()).containsExactly(Map.entry("test", 2), Map.entry("train", 6), Map.entry("val", 2));
        assertThat(imported.traits().orElseThrow().splits()).contains("stratified");
        assertThat(imported.attribution()).isEmpty();
    }

    @Test
    void archivesOfOfficialLayoutsAreRecognised() throws IOException {
        image("a.png", 3);
        image("b.png", 4);
        upload("EuroSAT.tar", Map.of("2750/Forest/1.jpg", "a.png", "2750/River/1.jpg", "b.png"));

        var spec = new JobSpec.ImportDataset(new Source.Upload("uploads/1", "EuroSAT.tar", "r"), "auto");
        var imported = (StepOutput.DatasetImported) handler.run(spec, desk).output();

        assertThat(imported.images()).containsExactly(Map.entry("train", 2));
        assertThat(imported.traits().orElseThrow().layout()).isEqualTo("eurosat");
    }

    @Test
    void stopsWhenTold() throws IOException {
        image("train/cat/a.png", 1);
        image("train/cat/b.png", 2);
        desk.patience = 1;

        assertThatThrownBy(() -> run(photos, "auto", false)).isInstanceOf(CancellationException.class);
        assertThat(desk.progress).containsExactly("1/2 images");
    }

    private StepOutput.DatasetImported run(Path place, String format, boolean skipBroken) throws IOException {
        var spec = new JobSpec.ImportDataset(new Source.LocalPath(place.toString(), "r-1"), format, skipBroken);
        return (StepOutput.DatasetImported) handler.run(spec, desk).output();
    }

    private void assertRefused(Path place, String format, ErrorCode code, String why) {
        assertThatThrownBy(() -> run(place, format, false))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }

    private String container(StepOutput.DatasetImported imported, String split) throws IOException {
        var manifest = Json.read(desk.blobs.open(imported.manifest()).readAllBytes(), DatasetManifest.class);
        return Objects.requireNonNull(manifest.splits().get(split)).container();
    }

    private void image(String name, int seed) throws IOException {
        Path file = photos.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, Pictures.png(seed));
    }

    private void upload(String name, Map<String, String> entries) throws IOException {
        Path file = photos.resolve(name);
        OutputStream raw = Files.newOutputStream(file);
        try (var tar = new TarArchiveOutputStream(name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                byte[] bytes = Files.readAllBytes(photos.resolve(entry.getValue()));
                var header = new TarArchiveEntry(entry.getKey(), true);
                header.setSize(bytes.length);
                tar.putArchiveEntry(header);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        desk.store.put("uploads/1", Files.readAllBytes(file), "application/x-tar");
        assertThat(new String(Files.readAllBytes(photos.resolve("a.png")), StandardCharsets.ISO_8859_1))
                .contains("PNG");
    }
}
