/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The study's recognition datasets and ImageNet: metric and official counts (paper Tables 6 and 7; split files of
 * linusericsson/ssl-transfer). {@code val} is 0 where the study takes a fifth of train.
 */
public enum KnownDataset {
    AIRCRAFT(
            "mean-per-class",
            100,
            3334,
            3333,
            3333,
            "https://www.robots.ox.ac.uk/~vgg/data/fgvc-aircraft/",
            "Maji et al., Fine-Grained Visual Classification of Aircraft, arXiv:1306.5151, 2013",
            "each photo ends in a banner of about 20 pixels with its credit: the study does not cut it off"),
    CALTECH101(
            "mean-per-class",
            102,
            3060,
            0,
            6728,
            "https://data.caltech.edu/records/mzrjq-6wc02",
            "Fei-Fei, Fergus and Perona, Learning generative visual models from few training examples, CVPR workshop 2004",
            "the study's train.txt draws with replacement: 3060 lines name 2416 images, so that train and val share some;"
                    + " caltech101-distinct takes each image once"),
    CARS(
            "top1",
            196,
            8144,
            0,
            8041,
            "https://ai.stanford.edu/~jkrause/cars/car_dataset.html",
            "Krause et al., 3D Object Representations for Fine-Grained Categorization, 3dRR 2013",
            "8144 images to train on and 8041 to test: cars_test_annos.mat has no classes,"
                    + " cars_test_annos_withlabels.mat is needed; file names repeat between the two folders"),
    CIFAR10(
            "top1",
            10,
            50_000,
            0,
            10_000,
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
            ""),
    CIFAR100(
            "top1",
            100,
            50_000,
            0,
            10_000,
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
            "labels are the 100 fine ones, not the 20 coarse ones"),
    DTD(
            "top1",
            47,
            1880,
            1880,
            1880,
            "https://www.robots.ox.ac.uk/~vgg/data/dtd/",
            "Cimpoi et al., Describing Textures in the Wild, CVPR 2014",
            "there are ten official splits: the study uses the first alone"),
    FLOWERS(
            "mean-per-class",
            102,
            1020,
            1020,
            6149,
            "https://www.robots.ox.ac.uk/~vgg/data/flowers/102/",
            "Nilsback and Zisserman, Automated Flower Classification over a Large Number of Classes, ICVGIP 2008",
            "the official train split is the small one (1020), test the large one (6149): some copies swap them"),
    FOOD(
            "top1",
            101,
            75_750,
            0,
            25_250,
            "https://data.vision.ee.ethz.ch/cvl/datasets_extra/food-101/",
            "Bossard, Guillaumin and Van Gool, Food-101, ECCV 2014",
            "labels of train are noisy on purpose, those of test were cleaned"),
    PETS(
            "mean-per-class",
            37,
            3680,
            0,
            3669,
            "https://www.robots.ox.ac.uk/~vgg/data/pets/",
            "Parkhi et al., Cats and Dogs, CVPR 2012",
            "train is what the archive calls trainval"),
    SUN397(
            "top1",
            397,
            19_850,
            0,
            19_850,
            "https://vision.princeton.edu/projects/2010/SUN/",
            "Xiao et al., SUN Database: Large-scale Scene Recognition from Abbey to Zoo, CVPR 2010",
            "there are ten official splits of 50 + 50 images per class: the study uses 01; the archive's other images are in none"),
    VOC2007(
            "map11",
            20,
            2501,
            2510,
            4952,
            "http://host.robots.ox.ac.uk/pascal/VOC/voc2007/",
            "Everingham et al., The PASCAL Visual Object Classes (VOC) Challenge, IJCV 2010",
            "several classes per image; those marked difficult count as absent for study and are left out by converged;"
                    + " images of test come in an archive of their own"),
    CROPDISEASES(
            "top1",
            38,
            43_456,
            0,
            0,
            "https://www.kaggle.com/saroz014/plant-disease",
            "Mohanty, Hughes and Salathe, Using Deep Learning for Image-Based Plant Disease Detection, 2016",
            "few-shot draws from the archive's train folder alone"),
    EUROSAT(
            "top1",
            10,
            27_000,
            0,
            0,
            "https://github.com/phelber/EuroSAT",
            "Helber et al., EuroSAT: A Novel Dataset and Deep Learning Benchmark for Land Use, 2019",
            "the RGB version, 64 pixels a side"),
    ISIC(
            "top1",
            7,
            10_015,
            0,
            0,
            "https://challenge.isic-archive.com/data/#2018",
            "Codella et al., Skin Lesion Analysis Toward Melanoma Detection 2018, arXiv:1902.03368",
            "few-shot draws from the training images of task 3 alone"),
    CHESTX(
            "top1",
            7,
            25_847,
            0,
            0,
            "https://nihcc.app.box.com/v/ChestXray-NIHCC",
            "Wang et al., ChestX-ray8, CVPR 2017",
            "images with one finding among seven: Pneumonia, No Finding and images with several are left out"),
    IMAGENET(
            "top1",
            1000,
            1_281_167,
            0,
            50_000,
            "https://image-net.org/",
            "Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, IJCV 2015",
            "the images of the challenge's val are what everybody reports on: here they are test, val is a fifth of train");

    /** Images that Caltech-101's list of {@code train} names, once each. */
    public static final int CALTECH101_DISTINCT = 2416;

    /** Formats that are no dataset's own. */
    private static final List<String> GENERAL = List.of("auto", "idx", "cifar", "csv", "webdataset", "folder");

    private final String metric;
    private final int classes;
    private final int train;
    private final int val;
    private final int test;
    private final String source;
    private final String citation;
    private final String trap;

    /** Official numbers of images; {@code train} where val isn't official counts its images too. */
    public record Counts(int train, int val, int test) {}

    KnownDataset(
            String metric, int classes, int train, int val, int test, String source, String citation, String trap) {
        this.metric = metric;
        this.classes = classes;
        this.train = train;
        this.val = val;
        this.test = test;
        this.source = source;
        this.citation = citation;
        this.trap = trap;
    }

    /** As in tasks and formats. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the study scores it by: {@code top1}, {@code mean-per-class} or {@code map11}. */
    public String metric() {
        return metric;
    }

    /** How many there are. */
    public int classes() {
        return classes;
    }

    /** How many images each official split has. */
    public Counts counts() {
        return new Counts(train, val, test);
    }

    /** Its terms are on the page that {@code source} names; nothing here grants them. */
    public Attribution attribution() {
        return new Attribution(Attribution.UNKNOWN.licence(), source, citation, false);
    }

    /** What people stumble over; empty where there is nothing. */
    public String trap() {
        return trap;
    }

    /** The dataset of this layout; {@code caltech101-distinct} is Caltech-101's. */
    public static Optional<KnownDataset> of(String layout) {
        return Arrays.stream(values())
                .filter(known -> layout.equals(known.id()) || layout.equals(known.id() + "-distinct"))
                .findFirst();
    }

    /** All that {@code format} may be. */
    public static List<String> formats() {
        return Stream.of(
                        GENERAL.stream(),
                        Arrays.stream(values()).map(KnownDataset::id),
                        Stream.of(CALTECH101.id() + "-distinct"))
                .flatMap(names -> names)
                .toList();
    }
}
