/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.reproduce;

import io.carryover.contracts.api.TaskRequest;
import java.util.OptionalDouble;

/**
 * One printed number.
 *
 * @param metric as the table calls it
 * @param shots labelled images per class of an episode; 0 outside few-shot
 * @param value percent
 * @param ci95 half width of the printed interval, percent
 */
public record PublishedCell(
        Setting setting, String model, String dataset, String metric, int shots, double value, OptionalDouble ci95) {
    /** What measures it. */
    public TaskRequest task() {
        return setting.task(this);
    }

    /** Text by which {@code --cells} selects it: {@code byol/cifar10}. */
    String name() {
        return model + "/" + dataset;
    }

    /** How ours compares. */
    Verdict verdict(Ours ours) {
        return setting.near(this, ours) ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED;
    }
}
