/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.util.List;
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
 * @param architecture of a checkpoint: the only one to accept, such as {@code resnet18} of any width or {@code resnet50w8},
 *     default {@code auto}, the one found; of the control {@code random}: default {@code resnet50w64}
 * @param recipe of supplied features: how they were made, in words
 * @param padding of a checkpoint's network: plain (default, as the study did) or TensorFlow's SAME, as BYOL was trained
 * @param uploads ids of completed uploads that are one checkpoint, such as an index and its shards: first the file that tells
 *     of the others; in place of {@code upload}
 * @param onnxInput of an .onnx file: name of the value that images go into, default its only input
 * @param onnxOutput of an .onnx file: name of the value that is the feature, default its only output
 * @param attribution of weights or features, not of a control: licence, source and citation, shown with their numbers
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
        @Nullable String padding,
        @Nullable List<String> uploads,
        @Nullable String onnxInput,
        @Nullable String onnxOutput,
        @Nullable Attribution attribution) {
    /** With the default padding, of one file. */
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
                null,
                null,
                null,
                null,
                null);
    }
}
