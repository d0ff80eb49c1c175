/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/backbones}: registers a checkpoint, a control, or features that the client computed.
 *
 * @param name letters, digits, '.', '_', '-'; unique
 * @param path file on the server's disk (loopback only); or
 * @param upload id of a completed upload; or
 * @param control {@code random} or {@code pixels}; or
 * @param features split name → path or upload id of safetensors/.npy features, for {@code dataset}
 * @param layout layout of the checkpoint, default {@code auto}
 * @param inputSize pixels, default 224
 * @param normalize {@code imagenet} (default) or {@code none}, or {@code m,m,m/s,s,s}
 * @param architecture of the control {@code random}: {@code resnet50w8}; default {@code resnet50w64}; of a checkpoint: the
 *     only one to accept, default is the one found
 * @param recipe of supplied features: how they were made, in words
 * @param padding of a checkpoint's network: plain (default, as the study did) or TensorFlow's SAME, as BYOL was trained
 */
public record BackboneRequest(
        String name,
        @Nullable String path,
        @Nullable String upload,
        @Nullable String control,
        @Nullable Map<String, String> features,
        @Nullable String dataset,
        @Nullable String layout,
        @Nullable Integer inputSize,
        @Nullable String normalize,
        @Nullable String architecture,
        @Nullable Long seed,
        @Nullable String recipe,
        @Nullable String padding) {
    /** With the default padding. */
    public BackboneRequest(
            String name,
            @Nullable String path,
            @Nullable String upload,
            @Nullable String control,
            @Nullable Map<String, String> features,
            @Nullable String dataset,
            @Nullable String layout,
            @Nullable Integer inputSize,
            @Nullable String normalize,
            @Nullable String architecture,
            @Nullable Long seed,
            @Nullable String recipe) {
        this(
                name,
                path,
                upload,
                control,
                features,
                dataset,
                layout,
                inputSize,
                normalize,
                architecture,
                seed,
                recipe,
                null);
    }
}
