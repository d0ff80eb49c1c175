/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.job.DeviceClass;

/**
 * Where the installation runs networks. The class stands in the key of a job and in its result, so it is a setting, and not
 * what happens to be alive when a cell is planned. Heads are float64 on processors, imports and analyses have no network.
 *
 * @param features extraction of features
 * @param finetune training
 */
public record Devices(DeviceClass features, DeviceClass finetune) {
    /** No GPU. */
    public static final Devices CPU = new Devices(DeviceClass.CPU, DeviceClass.CPU);
}
