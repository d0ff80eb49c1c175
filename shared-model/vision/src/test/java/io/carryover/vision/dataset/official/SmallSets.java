/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.vision.image.Bitmap;
import io.carryover.vision.image.ImageDecoder;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Small copies of known datasets in their official layouts: parts of a photograph, no two the same. */
final class SmallSets {
    private static final Path IMAGES = Path.of("src", "test", "resources", "images");
    private static final Path MATLAB = Path.of("src", "test", "resources", "official");
    private static final Raster PHOTO = photo();

    private final Path root;
    private int pictures;

    SmallSets(Path root) {
        this.root = root;
    }

    /** Writes the layout of this name. */
    Path write(String layout) throws IOException {
        switch (layout) {
            case "aircraft" -> aircraft();
            case "caltech101", "caltech101-distinct" -> caltech101();
            case "cars" -> cars();
            case "dtd" -> dtd();
            case "flowers" -> flowers();
            case "food" -> food();
            case "pets" -> pets();
            case "sun397" -> sun397();
            case "voc2007" -> voc2007();
            case "cropdiseases" -> classes("dataset/train", "Apple___Apple_scab", "Corn_(maize)___healthy");
            case "eurosat" -> classes("EuroSAT/2750", "AnnualCrop", "Forest", "River");
            case "isic" -> isic();
            case "chestx" -> chestx();
            case "imagenet" -> imagenet();
            default -> throw new IllegalArgumentException(layout);
        }
        return root;
    }

    private void aircraft() throws IOException {
        for (String split : List.of("train", "val", "test")) {
            text("data/images_variant_%s.txt".formatted(split), split + "1 A330-200\n" + split + "2 Hawk T1\n");
            images("data/images", split + "1.jpg", split + "2.jpg");
        }
    }

    private void caltech101() throws IOException {
        images("101_ObjectCategories/BACKGROUND_Google", "image_0001.jpg", "image_0002.jpg", "image_0003.jpg");
        images("101_ObjectCategories/yin_yang", "image_0001.jpg", "image_0002.jpg", "image_0003.jpg");
        text("train.txt", """
                BACKGROUND_Google/image_0001.jpg 0
                BACKGROUND_Google/image_0001.jpg 0
                BACKGROUND_Google/image_0002.jpg 0
                yin_yang/image_0002.jpg 1
                yin_yang/image_0001.jpg 1
                """);
        text("test.txt", "BACKGROUND_Google/image_0003.jpg 0\nyin_yang/image_0003.jpg 1\n");
    }

    private void cars() throws IOException {
        for (int i = 1; i <= 10; i++) {
            images("cars_train", "%05d.jpg".formatted(i));
        }
        images("cars_test", "00001.jpg", "00002.jpg", "00003.jpg");
        matlab("devkit/cars_train_annos.mat", "cars_train_annos.mat");
        matlab("devkit/cars_test_annos_withlabels.mat", "cars_test_annos_withlabels.mat");
        matlab("devkit/cars_meta.mat", "cars_meta.mat");
    }

    private void dtd() throws IOException {
        for (String split : List.of("train", "val", "test")) {
            text("dtd/labels/%s1.txt".formatted(split), "banded/%s1.jpg\nzigzagged/%s2.jpg\n".formatted(split, split));
            images("dtd/images/banded", split + "1.jpg");
            images("dtd/images/zigzagged", split + "2.jpg");
        }
    }

    private void flowers() throws IOException {
        for (int i = 1; i <= 9; i++) {
            images("jpg", "image_%05d.jpg".formatted(i));
        }
        matlab("setid.mat", "setid.mat");
        matlab("imagelabels.mat", "imagelabels.mat");
    }

    private void food() throws IOException {
        text("food-101/meta/classes.txt", "apple_pie\nwaffles\n");
        text("food-101/meta/train.json", """
                {"waffles": ["waffles/7", "waffles/5", "waffles/6"], "apple_pie": ["apple_pie/1", "apple_pie/2"]}""");
        text("food-101/meta/test.json", "{\"apple_pie\": [\"apple_pie/9\"], \"waffles\": [\"waffles/9\"]}");
        images("food-101/images/apple_pie", "1.jpg", "2.jpg", "9.jpg");
        images("food-101/images/waffles", "5.jpg", "6.jpg", "7.jpg", "9.jpg");
    }

    private void pets() throws IOException {
        text("annotations/trainval.txt", """
                Abyssinian_100 1 1 1
                Abyssinian_101 1 1 1
                american_bulldog_1 2 2 1
                american_bulldog_2 2 2 1
                american_bulldog_3 2 2 1
                """);
        text("annotations/test.txt", "Abyssinian_1 1 1 1\namerican_bulldog_9 2 2 1\n");
        images("images", "Abyssinian_1.jpg", "Abyssinian_100.jpg", "Abyssinian_101.jpg");
        images("images", "american_bulldog_1.jpg", "american_bulldog_2.jpg", "american_bulldog_3.jpg");
        images("images", "american_bulldog_9.jpg");
    }

    private void sun397() throws IOException {
        text("SUN397/ClassName.txt", "/a/abbey\n/a/apartment_building/outdoor\n/z/abacus\n");
        StringBuilder train = new StringBuilder();
        StringBuilder test = new StringBuilder();
        for (String c : List.of("a/abbey", "a/apartment_building/outdoor", "z/abacus")) {
            images("SUN397/" + c, "sun_1.jpg", "sun_2.jpg", "sun_3.jpg");
            train.append("/%s/sun_1.jpg\n/%s/sun_2.jpg\n".formatted(c, c));
            test.append("/%s/sun_3.jpg\n".formatted(c));
        }
        text("Partitions/Training_01.txt", train.toString());
        text("Partitions/Testing_01.txt", test.toString());
    }

    private void voc2007() throws IOException {
        String lists = "VOCdevkit/VOC2007/ImageSets/Main/%s_%s.txt";
        for (String split : List.of("train", "val", "test")) {
            int first = List.of("train", "val", "test").indexOf(split) * 10;
            text(lists.formatted("cat", split), "%06d -1\n%06d  1\n%06d  0\n".formatted(first, first + 1, first + 2));
            text(lists.formatted("train", split), "%06d  1\n%06d  1\n%06d -1\n".formatted(first, first + 1, first + 2));
            for (int i = 0; i < 3; i++) {
                images("VOCdevkit/VOC2007/JPEGImages", "%06d.jpg".formatted(first + i));
            }
        }
        text("VOCdevkit/VOC2007/ImageSets/Main/train.txt", "000000\n000001\n000002\n");
    }

    private void classes(String folder, String... classes) throws IOException {
        for (String c : classes) {
            images(folder + "/" + c, "1.jpg", "2.jpg");
        }
    }

    private void isic() throws IOException {
        text("ISIC2018_Task3_Training_GroundTruth/ISIC2018_Task3_Training_GroundTruth.csv", """
                image,MEL,NV,BCC
                ISIC_0024306,0.0,1.0,0.0
                ISIC_0024307,0.0,0.0,1.0
                ISIC_0024308,1.0,0.0,0.0
                """);
        images("ISIC2018_Task3_Training_Input", "ISIC_0024306.jpg", "ISIC_0024307.jpg", "ISIC_0024308.jpg");
    }

    private void chestx() throws IOException {
        text("Data_Entry_2017.csv", """
                Image Index,Finding Labels,Follow-up #,Patient ID
                00000001_000.png,Cardiomegaly,000,1
                00000001_001.png,Cardiomegaly|Emphysema,001,1
                00000002_000.png,No Finding,000,2
                00000003_000.png,Pneumothorax,000,3
                """);
        images("images", "00000001_000.png", "00000001_001.png", "00000002_000.png", "00000003_000.png");
    }

    private void imagenet() throws IOException {
        for (String synset : List.of("n01440764", "n01443537", "n01530575")) {
            images("train/" + synset, synset + "_1.JPEG", synset + "_2.JPEG", synset + "_3.JPEG");
            images("val/" + synset, "ILSVRC2012_val_%s.JPEG".formatted(synset));
        }
    }

    void matlab(String name, String file) throws IOException {
        Path target = root.resolve(name);
        Files.createDirectories(target.resolveSibling("."));
        Files.copy(MATLAB.resolve(file), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    void text(String name, String text) throws IOException {
        Path target = root.resolve(name);
        Files.createDirectories(target.resolveSibling("."));
        Files.writeString(target, text);
    }

    void images(String folder, String... names) throws IOException {
        Path target = Files.createDirectories(root.resolve(folder));
        for (String name : names) {
            Files.write(target.resolve(name), picture(pictures++));
        }
    }

    /** A part of the photograph, of 8 × 8 pixels, with its number in it. */
    private static byte[] picture(int number) {
        Raster part = PHOTO.crop(number % (PHOTO.width() - 8), number % (PHOTO.height() - 8), 8, 8);
        byte[] samples = part.samples().clone();
        IntStream.range(0, 3).forEach(i -> samples[i] = (byte) number);
        return Bitmap.encode(new Raster(8, 8, part.channels(), samples));
    }

    private static Raster photo() {
        try {
            Path file = IMAGES.resolve("q75-s2.jpg");
            return ImageDecoder.decode("photo", Files.readAllBytes(file), ImageDecoder.Limits.DEFAULT);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
