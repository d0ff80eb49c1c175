/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.image.ImageDecoder;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetFormatsTest {
    private static final Path PICTURES = Path.of("src", "test", "resources", "images");

    private final Path folder;

    DatasetFormatsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void manifestsOpen() throws IOException {
        copy("rgb.png", "a/one.png");
        copy("grey.jpg", "a/two, \"2\".jpg");
        copy("lossy.webp", "three.webp");
        manifest("""
                split,path,label,note
                train,a/one.png,10,
                train,"a/two, ""2"".jpg",9,"a, b"

                val,three.webp,10,
                """);

        ImageDataset dataset = ImageDataset.open(folder);

        assertThat(dataset.container()).isEqualTo("csv");
        assertThat(dataset.classes()).containsExactly("9", "10");
        assertThat(dataset.split("train").size()).isEqualTo(2);
        assertThat(dataset.split("train").label(0)).isEqualTo(1);
        assertThat(dataset.split("train").id(1)).isEqualTo("a/two, \"2\".jpg");
        assertThat(dataset.split("train").decode(1).channels()).isEqualTo(1);
        assertThat(ImageDataset.open(folder.resolve("manifest.csv"))
                        .split("val")
                        .decode(0)
                        .width())
                .isEqualTo(37);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train,../secret.png,cat|line 2: '../secret.png' is not a path inside",
                "train,/etc/passwd,cat|is not a path inside",
                "train,link.png,cat|leads out of the manifest's folder",
                "train,gone.png,cat|there is no file 'gone.png'",
                "best,ok.png,cat|split 'best' is none of",
                "train,ok.png|2 cells, not 3",
                "train,ok.png,|there is no label",
                "train,\"ok.png,cat|has no end on its line",
                "train,ok.png,cat;train,ok.png,dog|line 3: 'ok.png' comes twice",
            })
    void hostileManifestsAreRefusedByLine(String rows, String why) throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.copy(PICTURES.resolve("rgb.png"), folder.resolve("secret.png"));
        Files.copy(PICTURES.resolve("rgb.png"), inner.resolve("ok.png"));
        Files.createSymbolicLink(inner.resolve("link.png"), folder.resolve("secret.png"));
        Files.writeString(inner.resolve("manifest.csv"), "split,path,label\n" + rows.replace(';', '\n') + "\n");

        assertRefused(inner, "manifest.csv", why);
    }

    @Test
    void manifestsMustBeTables() throws IOException {
        manifest("path,split\na.png,train\n");
        assertRefused(folder, "manifest.csv", "columns path and label, and may name split");
        manifest("path,label,split\n");
        assertRefused(folder, "manifest.csv", "no images");
        Files.write(folder.resolve("manifest.csv"), new byte[] {(byte) 0xc3, 0x28});
        assertRefused(folder, "manifest.csv", "not UTF-8");
        Files.writeString(folder.resolve("manifest.csv"), "a".repeat(1 << 17));
        assertRefused(folder, "manifest.csv", "65536 characters");
    }

    @Test
    void cifar10Opens() throws IOException {
        for (int b = 1; b <= 2; b++) {
            Files.write(folder.resolve("data_batch_" + b + ".bin"), records(3, 1, b));
        }
        Files.write(folder.resolve("test_batch.bin"), records(2, 1, 7));
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");

        ImageDataset dataset = ImageDataset.open(folder);

        assertThat(dataset.container()).isEqualTo("cifar10");
        assertThat(dataset.classes()).hasSize(10).startsWith("a", "b");
        var train = (EncodedImages) dataset.split("train");
        assertThat(train.size()).isEqualTo(5);
        assertThat(dataset.split("val").size()).isEqualTo(1);
        int four = IntStream.range(0, 5)
                .filter(i -> train.id(i).equals("data_batch_2/00001"))
                .findFirst()
                .orElseThrow();
        assertThat(train.label(four)).isEqualTo(3);
        Raster image = train.decode(four);
        assertThat(Arrays.copyOf(image.samples(), 6)).containsExactly(2, 12, 22, 2, 12, 22);
        Raster again = ImageDecoder.decode("x", train.encoded(four), ImageDecoder.Limits.DEFAULT);
        assertThat(again.samples()).isEqualTo(image.samples());
        assertThat(dataset.split("test").size()).isEqualTo(2);
    }

    @Test
    void cifar100HasFineLabels() throws IOException {
        Files.write(folder.resolve("train.bin"), records(2, 2, 60));
        Files.write(folder.resolve("test.bin"), records(1, 2, 60));

        ImageDataset dataset = ImageDataset.open(folder);

        assertThat(dataset.classes()).hasSize(100);
        assertThat(dataset.split("train").label(1)).isEqualTo(61);
    }

    @Test
    void brokenCifarIsRefused() throws IOException {
        byte[] good = records(2, 1, 1);
        Path file = folder.resolve("data_batch_1.bin");
        Files.write(file, Arrays.copyOf(good, good.length - 1));
        assertRefused(folder, "data_batch_1.bin", "6145 bytes are no whole number of records of 3073 bytes");
        good[0] = 10;
        Files.write(file, good);
        assertRefused(folder, "data_batch_1.bin", "label 10 of image 0 is not below 10");
    }

    @Test
    void tarShardsOpen() throws IOException {
        try (var tar = shard("train-000000.tar")) {
            add(tar, "x/0001.jpg", picture("q75-s2.jpg"));
            add(tar, "x/0001.cls", "2\n");
            add(tar, "x/0002.seg.json", "{}");
            add(tar, "x/0002.json", "{\"label\": 0, \"caption\": \"a\"}");
            add(tar, "x/0002.png", picture("rgb.png"));
        }
        try (var tar = shard("train-000001.tar")) {
            add(tar, "k".repeat(150) + "/0001.webp", picture("lossless.webp"));
            add(tar, "k".repeat(150) + "/0001.cls", "1");
        }
        Files.writeString(folder.resolve("classes.txt"), "cat\ndog\nemu\n");

        ImageDataset dataset = ImageDataset.open(folder);

        assertThat(dataset.container()).isEqualTo("webdataset");
        assertThat(dataset.classes()).containsExactly("cat", "dog", "emu");
        var train = (EncodedImages) dataset.split("train");
        assertThat(train.size()).isEqualTo(3);
        assertThat(train.label(0)).isEqualTo(2);
        assertThat(train.id(1)).isEqualTo("train-000000.tar/x/0002");
        assertThat(train.encoded(1)).isEqualTo(picture("rgb.png"));
        assertThat(train.decode(2).width()).isEqualTo(37);
    }

    @Test
    void hostileShardsAreRefused() throws IOException {
        try (var tar = shard("val.tar")) {
            add(tar, "1.jpg", picture("grey.jpg"));
            add(tar, "1.cls", "-1");
        }
        assertRefused(folder, "val.tar", "'1.cls' says class '-1', not a number from 0 to 1000000");
        try (var tar = shard("val.tar")) {
            add(tar, "1.jpg", picture("grey.jpg"));
        }
        assertRefused(folder, "val.tar", "sample '1' has no class");
        try (var tar = shard("val.tar")) {
            add(tar, "1.jpg", picture("grey.jpg"));
            add(tar, "1.cls", "3");
            add(tar, "2.cls", "3");
        }
        assertRefused(folder, "val.tar", "sample '2' has no image");
        try (var tar = shard("val.tar")) {
            var link = new TarArchiveEntry("1.jpg", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        assertRefused(folder, "val.tar", "entry '1.jpg' is not a plain file");
        Files.write(folder.resolve("val.tar"), Arrays.copyOf(picture("rgb.png"), 700));
        assertRefused(folder, "val.tar", "not a whole tar archive");
        try (var tar = shard("val.tar")) {
            add(tar, "1.cls", "3");
            add(tar, "1.jpg", picture("grey.jpg"));
        }
        byte[] whole = Files.readAllBytes(folder.resolve("val.tar"));
        Files.write(folder.resolve("val.tar"), Arrays.copyOf(whole, 3 * 512 + 100));
        assertRefused(folder, "val.tar", "");
    }

    @Test
    void imagesWithoutSplitsAreSplit() throws IOException {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            copy("rgb.png", "cat/%s.png".formatted(name));
            copy("grey.jpg", "dog/%s.jpg".formatted(name));
        }
        ImageDataset folders = ImageDataset.open(folder);
        manifest("path,label\ncat/a.png,0\ncat/b.png,0\ncat/c.png,0\ndog/a.jpg,1\n");
        ImageDataset table = ImageDataset.open(folder);

        assertThat(folders.container()).isEqualTo("folder");
        assertThat(folders.split("train").size()).isEqualTo(6);
        assertThat(folders.split("val").size()).isEqualTo(2);
        assertThat(folders.split("test").size()).isEqualTo(2);
        assertThat(folders.traits().orElseThrow().splits()).contains("60 % train, 20 % val, 20 % test");
        assertThat(table.container()).isEqualTo("csv");
        assertThat(table.split("train").size()).isEqualTo(2); // dog's only image among them
        assertThat(table.split("test").size()).isEqualTo(1);
    }

    @Test
    void namesOfFormatsAreHeldAgainstTheFiles() throws IOException {
        Files.write(folder.resolve("train.bin"), records(2, 2, 60));
        Files.write(folder.resolve("test.bin"), records(1, 2, 60));

        assertThat(ImageDataset.open(folder, "cifar").container()).isEqualTo("cifar100");
        assertThat(ImageDataset.open(folder, "cifar100").splits()).containsOnlyKeys("train", "test");
        assertThatThrownBy(() -> ImageDataset.open(folder, "cifar10")).hasMessageContaining("cifar100, not cifar10");
    }

    @Test
    void largeIdxFilesAreNotHeldOnTheHeap() throws IOException {
        int count = 70_000;
        for (String[] file : new String[][] {{"images-idx3", "3"}, {"labels-idx1", "1"}}) {
            try (var out = new RandomAccessFile(
                    folder.resolve("train-" + file[0] + "-ubyte").toFile(), "rw")) {
                out.writeInt(0x0800 + Integer.parseInt(file[1]));
                out.writeInt(count);
                if (file[1].equals("3")) {
                    out.writeInt(32);
                    out.writeInt(32);
                }
                out.setLength(out.getFilePointer() + (file[1].equals("3") ? 1024L * count : count));
                out.seek(out.length() - 1);
                out.write(1);
            }
        }

        ImageSource train = ImageDataset.open(folder).split("train");

        assertThat(train.label(count - 1)).isEqualTo(1);
        assertThat(train.decode(count - 1).samples()[1023]).isEqualTo((byte) 1);
    }

    private static byte[] records(int count, int labelBytes, int first) {
        byte[] bytes = new byte[count * (labelBytes + 3072)];
        for (int i = 0; i < count; i++) {
            int at = i * (labelBytes + 3072) + labelBytes;
            bytes[at - 1] = (byte) (first + i);
            for (int plane = 0; plane < 3; plane++) {
                Arrays.fill(bytes, at + 1024 * plane, at + 1024 * (plane + 1), (byte) (first + 10 * plane));
            }
        }
        return bytes;
    }

    private TarArchiveOutputStream shard(String name) throws IOException {
        OutputStream out = Files.newOutputStream(folder.resolve(name));
        var tar = new TarArchiveOutputStream(out);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        return tar;
    }

    private static void add(TarArchiveOutputStream tar, String name, String text) throws IOException {
        add(tar, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private void manifest(String text) throws IOException {
        Files.writeString(folder.resolve("manifest.csv"), text);
    }

    private static byte[] picture(String name) throws IOException {
        return Files.readAllBytes(PICTURES.resolve(name));
    }

    private void copy(String picture, String to) throws IOException {
        Path target = folder.resolve(to);
        Files.createDirectories(target.resolveSibling("."));
        Files.copy(PICTURES.resolve(picture), target);
    }

    private static void assertRefused(Path place, String file, String why) {
        assertThatThrownBy(() -> ImageDataset.open(place))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATASET))
                .hasMessageContaining(file)
                .hasMessageContaining(why);
    }
}
