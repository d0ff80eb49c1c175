/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The eight settings that the study ranks transfer by (its figure 7). ImageNet is the predictor and none of them. */
public enum TransferSetting {
    LINEAR("linear"),
    FINETUNE("finetune"),
    /** Kornblith's datasets, and every other that isn't of CD-FSL. */
    FEW_SHOT("few-shot"),
    /** The four datasets of Guo et al.: far from ImageNet. */
    FEW_SHOT_CDFSL("few-shot-cdfsl"),
    DETECTION_FROZEN("detection-frozen"),
    DETECTION_FINETUNE("detection-finetune"),
    NORMALS("normals"),
    SEGMENTATION("segmentation");

    /** What has to stand beside published segmentation wherever it is shown. */
    public static final String SEGMENTATION_CAVEAT =
            "published segmentation is suspect: its encoders may never have received the pretrained weights (docs/analysis.md)";

    private static final Set<String> CDFSL = Set.of("cropdiseases", "eurosat", "isic", "chestx");
    private static final Pattern EPISODE = Pattern.compile("few-shot-(\\d+)w(\\d+)s(\\d+)q");

    private final String id;

    TransferSetting(String id) {
        this.id = id;
    }

    /** Its name in tables and JSON. */
    public String id() {
        return id;
    }

    /** The setting that a column belongs to; nothing for other tasks and for the dataset of pretraining. */
    public static Optional<TransferSetting> of(Column column) {
        if (column.source()) {
            return Optional.empty();
        }
        String task = column.key().task();
        if (EPISODE.matcher(task).matches()) {
            return Optional.of(CDFSL.contains(column.key().dataset()) ? FEW_SHOT_CDFSL : FEW_SHOT);
        }
        return Arrays.stream(values())
                .filter(setting -> setting != FEW_SHOT && setting != FEW_SHOT_CDFSL && setting.id.equals(task))
                .findFirst();
    }

    /** Whether a column of this setting counts in its rank: of several shots and metrics, those that statistics are kept of. */
    public boolean ranks(Column column) {
        String metric = column.key().metric().toLowerCase(Locale.ROOT);
        return switch (this) {
            case LINEAR, FINETUNE ->
                column.measure().unit() == Measure.Unit.PERCENT
                        && column.measure().higherIsBetter();
            // 50 shots lack three of Kornblith's datasets.
            case FEW_SHOT -> shots(column) == 5 || shots(column) == 20;
            case FEW_SHOT_CDFSL -> shots(column) == 5 || shots(column) == 20 || shots(column) == 50;
            case DETECTION_FROZEN, DETECTION_FINETUNE -> metric.equals("ap50");
            case NORMALS -> metric.startsWith("mean");
            case SEGMENTATION -> metric.equals("mean_iou_fraction") || metric.equals("miou");
        };
    }

    /** Whether this column's numbers are those that carry {@link #SEGMENTATION_CAVEAT}. */
    boolean suspect(Column column) {
        return this == SEGMENTATION && column.key().protocol().equals(PublishedScores.PROTOCOL);
    }

    /** Shots of a few-shot column of five ways; 0 of any other. */
    static int shots(Column column) {
        Matcher episode = EPISODE.matcher(column.key().task());
        return episode.matches() && episode.group(1).equals("5") ? Integer.parseInt(episode.group(2)) : 0;
    }
}
