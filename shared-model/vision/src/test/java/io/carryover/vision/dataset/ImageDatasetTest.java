/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.vision.Demo;
import io.carryover.vision.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDatasetTest {
    private static final Path PICTURES = Path.of("src", "test", "resources", "pillow");

    private final Path folder;

    ImageDatasetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({"fashion-mnist, 28, 4000, 1000, 2000", "digits, 20, 2500, 700, 1800"})
    void demonstrationSetsOpen(String name, int side, int train, int val, int test) {
        ImageDataset dataset = ImageDataset.open(Demo.path(name));

        assertThat(dataset.container()).isEqualTo("idx");
        assertThat(dataset.classes()).hasSize(10).startsWith("0");
        assertThat(dataset.split("train").size()).isEqualTo(train);
        assertThat(dataset.split("val").size()).isEqualTo(val);
        assertThat(dataset.split("test").size()).isEqualTo(test);
        int[] perClass = new int[10];
        ImageSource source = dataset.split("test");
        for (int i = 0; i < source.size(); i++) {
            perClass[source.label(i)]++;
        }
        assertThat(perClass).containsOnly(test / 10); // balanced, says the README
        Raster image = source.decode(test - 1);
        assertThat(image.width()).isEqualTo(side);
        assertThat(image.channels()).isEqualTo(1);
        assertThat(source.id(7)).isEqualTo("000007");
    }

    @Test
    void idxFilesThatDisagreeAreRefused() throws IOException {
        byte[] images = unpacked("digits/val-images-idx3-ubyte.gz");
        byte[] labels = unpacked("digits/val-labels-idx1-ubyte.gz");
        Path i = folder.resolve("val-images-idx3-ubyte");
        Path l = folder.resolve("val-labels-idx1-ubyte");
        Files.write(i, images);
        assertRefused(() -> ImageDataset.open(folder), "labels are missing");
        Files.write(l, labels);
        assertThat(ImageDataset.open(folder).split("val").size()).isEqualTo(700);

        Files.write(i, Arrays.copyOf(images, images.length - 1));
        assertRefused(() -> ImageDataset.open(folder), "ends after 279999 of 280000 bytes");
        Files.write(i, Arrays.copyOf(images, images.length + 1));
        assertRefused(() -> ImageDataset.open(folder), "goes on after 280000 bytes");
        byte[] huge = images.clone();
        huge[4] = 0x7f;
        Files.write(i, huge);
        assertRefused(() -> ImageDataset.open(folder), "more than 1 GiB");
        Files.write(i, labels);
        assertRefused(() -> ImageDataset.open(folder), "0x00000801 instead of 0x00000803");
        Files.write(i, images);
        byte[] fewer = Arrays.copyOf(labels, labels.length - 1);
        fewer[7]--;
        Files.write(l, fewer);
        assertRefused(() -> ImageDataset.open(folder), "699 labels for 700 images");
    }

    @Test
    void imagesWithoutLabelsOpen() {
        ImageSource source = IdxFiles.unlabelled(Demo.path("digits/test-images-idx3-ubyte.gz"));

        assertThat(source.size()).isEqualTo(1800);
        assertThat(source.label(0)).isEqualTo(-1);
    }

    @Test
    void foldersOfClassesOpenInOrder() throws IOException {
        copy("rgb.png", "train/cat/b.png");
        copy("grey.png", "train/cat/a.PNG");
        copy("rgb.bmp", "train/dog/c.bmp");
        copy("rgb.png", "valid/emu/d.png");
        Files.writeString(folder.resolve("train/cat/notes.txt"), "no image");
        Files.writeString(folder.resolve("train/.DS_Store"), "hidden");

        ImageDataset dataset = ImageDataset.open(folder);

        assertThat(dataset.container()).isEqualTo("folder");
        assertThat(dataset.classes()).containsExactly("cat", "dog", "emu");
        assertThat(dataset.splits().keySet()).containsExactly("train", "val");
        ImageSource train = dataset.split("train");
        assertThat(train.size()).isEqualTo(3);
        assertThat(train.id(0)).isEqualTo("cat/a.PNG");
        assertThat(train.label(2)).isEqualTo(1);
        assertThat(dataset.split("val").label(0)).isEqualTo(2);
        assertThat(train.decode(0).channels()).isEqualTo(1);
        assertThat(train.decode(2).channels()).isEqualTo(3);
    }

    @Test
    void aBrokenImageIsNamedWhenItIsReached() throws IOException {
        copy("rgb.png", "train/cat/a.png");
        Files.writeString(folder.resolve("train/cat/b.png"), "broken");
        ImageSource train = ImageDataset.open(folder).split("train");

        train.decode(0);
        assertThatThrownBy(() -> train.decode(1)).isInstanceOfSatisfying(CarryoverException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE_IMAGE);
            assertThat(e).hasMessageContaining("cat/b.png");
        });
    }

    @Test
    void otherFoldersAreNoDatasets() throws IOException {
        assertRefused(() -> ImageDataset.open(folder.resolve("none")), "not a folder");
        assertRefused(() -> ImageDataset.open(folder), "no folder train, val or test");
        Files.createDirectories(folder.resolve("train"));
        assertRefused(() -> ImageDataset.open(folder), "no folder per class");
        Files.createDirectories(folder.resolve("train/cat"));
        assertRefused(() -> ImageDataset.open(folder), "no images");
    }

    @Test
    void flatFoldersHaveNoLabels() throws IOException {
        copy("rgb.png", "b.png");
        copy("grey.png", "a.png");

        ImageSource source = ImageDataset.flat(folder);

        assertThat(source.size()).isEqualTo(2);
        assertThat(source.id(0)).isEqualTo("a.png");
        assertThat(source.label(0)).isEqualTo(-1);
        assertThat(source.classes()).isEmpty();
    }

    @Test
    void shardsKeepFilesAsTheyWere() throws IOException {
        copy("rgb.png", "train/cat/a.png");
        copy("grey.png", "train/dog/b.png");
        EncodedImages images = (EncodedImages) ImageDataset.open(folder).split("train");
        Path tar = folder.resolve("shard.tar");
        try (OutputStream out = Files.newOutputStream(tar)) {
            TarShard.write(images, 0, 2, out);
        }

        try (TarShard shard = TarShard.open(tar)) {
            assertThat(shard.size()).isEqualTo(2);
            assertThat(shard.id(1)).isEqualTo("000001.png");
            assertThat(shard.encoded(0)).isEqualTo(Files.readAllBytes(PICTURES.resolve("rgb.png")));
            assertThat(shard.decode(1).samples()).isEqualTo(images.decode(1).samples());
        }
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        TarShard.write(images, 0, 2, again);
        assertThat(Sha256.of(again.toByteArray())).isEqualTo(Sha256.of(Files.readAllBytes(tar)));
        Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(again.toByteArray(), 700));
        assertThatThrownBy(() -> TarShard.open(cut))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_LOST));
    }

    private void copy(String picture, String to) throws IOException {
        Path target = folder.resolve(to);
        Files.createDirectories(target.getParent());
        Files.copy(PICTURES.resolve(picture), target);
    }

    private static byte[] unpacked(String file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(Demo.path(file)))) {
            return in.readAllBytes();
        }
    }

    private static void assertRefused(ThrowingCallable call, String saying) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CarryoverException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATASET);
            assertThat(e).hasMessageContaining(saying);
        });
    }
}
