/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfficialLayoutsTest {
    private final Path folder;
    private final SmallSets sets;

    OfficialLayoutsTest(@TempDir Path folder) {
        this.folder = folder;
        this.sets = new SmallSets(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aircraft     | mean-per-class | A330-200,Hawk T1 | 2 | 2 | 2",
                "caltech101   | mean-per-class | BACKGROUND_Google,yin_yang | 4 | 1 | 2",
                "cars         | top1 | AM General Hummer SUV 2000,Acura RL Sedan 2012,Škoda Roadster 2001 | 8 | 2 | 3",
                "dtd          | top1 | banded,zigzagged | 2 | 2 | 2",
                "flowers      | mean-per-class | 1,2,3 | 3 | 3 | 3",
                "food         | top1 | apple_pie,waffles | 4 | 1 | 2",
                "pets         | mean-per-class | Abyssinian,american_bulldog | 4 | 1 | 2",
                "sun397       | top1 | abacus,abbey,apartment_building/outdoor | 5 | 1 | 3",
                "voc2007      | map11 | cat,train | 3 | 3 | 3",
                "cropdiseases | top1 | Apple___Apple_scab,Corn_(maize)___healthy | 4 | 0 | 0",
                "eurosat      | top1 | AnnualCrop,Forest,River | 6 | 0 | 0",
                "isic         | top1 | MEL,NV,BCC | 3 | 0 | 0",
                "chestx       | top1 | Atelectasis,Cardiomegaly,Effusion,Infiltration,Mass,Nodule,Pneumothorax | 2 | 0 | 0",
            })
    void areFoundByTheirFilesAndByName(String layout, String metric, String classes, int train, int val, int test)
            throws IOException {
        sets.write(layout);

        ImageDataset dataset = ImageDataset.open(folder);

        assertThat(dataset.container()).isEqualTo(layout);
        assertThat(dataset.classes()).containsExactly(classes.split(","));
        assertThat(dataset.traits().orElseThrow().metric()).isEqualTo(metric);
        assertThat(List.of(size(dataset, "train"), size(dataset, "val"), size(dataset, "test")))
                .containsExactly(train, val, test);
        for (ImageSource split : dataset.splits().values()) {
            assertThat(IntStream.range(0, split.size()).mapToObj(split::id)).doesNotHaveDuplicates();
            assertThat(split.decode(split.size() - 1).width()).isEqualTo(layout.equals("chestx") ? 256 : 8);
        }
        assertThat(ImageDataset.open(folder, layout).splits().keySet())
                .isEqualTo(dataset.splits().keySet());
    }

    @Test
    void imagenetIsReadByNameWithFlatValidationToo() throws IOException {
        sets.write("imagenet");
        assertThat(ImageDataset.open(folder).container()).isEqualTo("folder");
        ImageDataset folders = ImageDataset.open(folder, "imagenet");
        try (var old = Files.walk(folder.resolve("val"))) {
            old.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
        sets.images("val", "ILSVRC2012_val_00000001.JPEG", "ILSVRC2012_val_00000002.JPEG");
        sets.images("val", "ILSVRC2012_val_00000003.JPEG");
        assertRefused("imagenet", "ILSVRC2012_devkit_t12/data/meta.mat is missing");
        sets.matlab("ILSVRC2012_devkit_t12/data/meta.mat", "meta.mat");
        sets.text("ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", "2\n3\n1\n");
        ImageDataset flat = ImageDataset.open(folder, "imagenet");

        assertThat(size(folders, "train")).isEqualTo(8);
        assertThat(size(folders, "val")).isEqualTo(1);
        assertThat(size(folders, "test")).isEqualTo(3);
        assertThat(flat.classes()).isEqualTo(folders.classes());
        // numbers 1, 2, 3 of the devkit are the third, first and second synset in order of name
        assertThat(labels(flat.split("test"))).containsExactly(0, 1, 2);
        sets.text("ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", "2\n4\n1\n");
        assertRefused("imagenet", "line 2: class '4' is no synset of train");
    }

    @Test
    void labelsAreThoseOfTheLists() throws IOException {
        sets.write("food");
        ImageDataset dataset = ImageDataset.open(folder);

        // In the order of train.json: waffles 7, 5, 6, apple pie 1, 2; val is number 2 of them (NumPy, seed 0).
        assertThat(ids(dataset.split("val"))).containsExactly("images/waffles/6.jpg");
        assertThat(ids(dataset.split("train")))
                .containsExactly(
                        "images/waffles/7.jpg",
                        "images/waffles/5.jpg",
                        "images/apple_pie/1.jpg",
                        "images/apple_pie/2.jpg");
        assertThat(labels(dataset.split("train"))).containsExactly(1, 1, 0, 0);
    }

    @Test
    void flowersAreCountedFromOne() throws IOException {
        sets.write("flowers");
        ImageDataset dataset = ImageDataset.open(folder);

        assertThat(ids(dataset.split("train")))
                .containsExactly("jpg/image_00003.jpg", "jpg/image_00001.jpg", "jpg/image_00005.jpg");
        assertThat(labels(dataset.split("train"))).containsExactly(0, 1, 2);
        sets.matlab("setid.mat", "setid_out_of_range.mat");
        assertRefused("flowers", "setid.mat: tstid holds 10.0, not a number from 1 to 9");
    }

    @Test
    void caltechsRepeatsStayOrGo() throws IOException {
        sets.write("caltech101");
        ImageDataset listed = ImageDataset.open(folder);
        ImageDataset distinct = ImageDataset.open(folder, "caltech101-distinct");

        assertThat(ids(listed.split("train")).size() + ids(listed.split("val")).size())
                .isEqualTo(5);
        assertThat(ids(listed.split("train"))).contains("101_ObjectCategories/BACKGROUND_Google/image_0001.jpg#2");
        assertThat(distinct.container()).isEqualTo("caltech101-distinct");
        assertThat(size(distinct, "train")).isEqualTo(4);
        assertThat(size(distinct, "val")).isZero(); // a fifth of four
        sets.text("train.txt", "BACKGROUND_Google/image_0001.jpg 1\n");
        assertRefused("caltech101", "train.txt, line 1: label 1, but class 'BACKGROUND_Google' is number 0");
        Files.delete(folder.resolve("train.txt"));
        assertRefused("caltech101", "train.txt is missing");
    }

    @Test
    void difficultIsKeptApart() throws IOException {
        sets.write("voc2007");
        ImageDataset dataset = ImageDataset.open(folder);
        ImageSource val = dataset.split("val");

        assertThat(val.multiLabel()).isTrue();
        assertThat(val.label(0)).isEqualTo(-1);
        assertThat(val.marks(0)).containsExactly(0, 1);
        assertThat(val.marks(1)).containsExactly(1, 1);
        assertThat(val.marks(2)).containsExactly(2, 0);
        assertThat(dataset.traits().orElseThrow().multiLabel()).isTrue();
        sets.text("VOCdevkit/VOC2007/ImageSets/Main/train_val.txt", "000010 1\n000011 2\n000012 1\n");
        assertRefused("voc2007", "train_val.txt, line 2: it needs an id and 1, -1 or 0");
        sets.text("VOCdevkit/VOC2007/ImageSets/Main/train_val.txt", "000010 1\n000012 1\n");
        assertRefused("voc2007", "train_val.txt has 2 lines, the list of class cat 3 images");
        Files.delete(folder.resolve("VOCdevkit/VOC2007/ImageSets/Main/cat_test.txt"));
        sets.text("VOCdevkit/VOC2007/ImageSets/Main/train_val.txt", "000010 1\n000011 1\n000012 1\n");
        assertRefused("voc2007", "cat_test.txt is missing");
    }

    @Test
    void carsNeedTheLabelsOfTest() throws IOException {
        sets.write("cars");
        assertThat(labels(ImageDataset.open(folder).split("test"))).containsExactly(0, 1, 2);
        sets.matlab("devkit/cars_test_annos_withlabels.mat", "cars_class_out_of_range.mat");
        assertRefused("cars", "label 8 of 'cars_test/00003.jpg' is not among 3 classes");
        sets.matlab("devkit/cars_test_annos_withlabels.mat", "cars_class_zero.mat");
        assertRefused("cars", "class of 00002.jpg is 0.0");
        sets.matlab("devkit/cars_test_annos_withlabels.mat", "cars_test_annos.mat");
        assertRefused("cars", "annotation 1 has no fname and class");
        Files.delete(folder.resolve("devkit/cars_test_annos_withlabels.mat"));
        assertRefused("cars", "cars_test_annos_withlabels.mat: it is missing");
    }

    @Test
    void wrongListsAreRefusedByLine() throws IOException {
        sets.write("dtd");
        Files.delete(folder.resolve("dtd/images/banded/val1.jpg"));
        assertRefused("dtd", "image 'images/banded/val1.jpg' is missing");
        sets.text("dtd/labels/val1.txt", "banded/../../../../secret.jpg\n");
        assertRefused("dtd", "is not a path inside it");
        sets.text("dtd/labels/val1.txt", "banded/test1.jpg\nbanded/test1.jpg\n");
        assertRefused("dtd", "comes twice in split val");
        sets.text("dtd/labels/val1.txt", "loose.jpg\n");
        assertRefused("dtd", "val1.txt, line 1: it needs a class and a file");
        assertRefused("pets", "is not pets: it needs images, annotations/trainval.txt");
    }

    @Test
    void otherWrongLabelsAreRefusedByLine() throws IOException {
        sets.write("isic");
        String table = "ISIC2018_Task3_Training_GroundTruth/ISIC2018_Task3_Training_GroundTruth.csv";
        sets.text(table, "image,MEL,NV\nISIC_0024306,1.0,1.0\n");
        assertRefused("isic", "line 2: exactly one column must be 1");
        sets.text(table, "image,MEL,NV\nISIC_0024306,0.0,0.0\n");
        assertRefused("isic", "line 2: no column is 1");
        sets.write("pets");
        sets.text("annotations/test.txt", "american_bulldog_9 1 2 1\n");
        assertRefused("pets", "test.txt, line 1: class 1 is 'american_bulldog' here and 'Abyssinian' before");
        sets.write("sun397");
        sets.text("Partitions/Testing_01.txt", "/a/attic/sun_1.jpg\n");
        assertRefused("sun397", "Testing_01.txt, line 1: class 'attic' is not in ClassName.txt");
    }

    private void assertRefused(String layout, String why) {
        assertThatThrownBy(() -> ImageDataset.open(folder, layout))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATASET))
                .hasMessageContaining(why);
    }

    private static int size(ImageDataset dataset, String split) {
        ImageSource source = dataset.splits().get(split);
        return source == null ? 0 : source.size();
    }

    private static List<String> ids(ImageSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::id).toList();
    }

    private static int[] labels(ImageSource source) {
        return IntStream.range(0, source.size()).map(source::label).toArray();
    }
}
