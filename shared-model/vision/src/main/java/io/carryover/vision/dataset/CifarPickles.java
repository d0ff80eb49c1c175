/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.checkpoint.ByteSource;
import io.carryover.vision.checkpoint.DType;
import io.carryover.vision.checkpoint.LatinText;
import io.carryover.vision.dataset.CifarSource.Place;
import io.carryover.vision.pickle.PickleInput;
import io.carryover.vision.pickle.PickleMachine;
import io.carryover.vision.pickle.PickleValue;
import io.carryover.vision.pickle.PickleValue.Array;
import io.carryover.vision.pickle.PickleValue.Bytes;
import io.carryover.vision.pickle.PickleValue.Dict;
import io.carryover.vision.pickle.PickleValue.Inline;
import io.carryover.vision.pickle.PickleValue.Int;
import io.carryover.vision.pickle.PickleValue.Latin1;
import io.carryover.vision.pickle.PickleValue.Seq;
import io.carryover.vision.pickle.PickleValue.Str;
import io.carryover.vision.pickle.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of CIFAR's Python version (Krizhevsky's page): pickled dictionaries with {@code data}, an array uint8
 * [images, 3072] of the binary version's planes, and a list of labels. Their keys are text or bytes. Nothing that a pickle
 * names is looked up.
 */
final class CifarPickles {
    private static final int SAMPLES = 3072;
    private static final long MAX_UNFOLDED = 1L << 30;

    private CifarPickles() {}

    /**
     * The images and labels of one file.
     *
     * @param key of the list of labels, {@code labels} or {@code fine_labels}
     * @throws CarryoverException NOT_A_DATASET naming the file
     */
    static CifarSource.Part part(Path file, String key, int classes) {
        try (ByteSource source = ByteSource.ofDataset(file)) {
            Dict dict = dict(source);
            if (!(dict.entries().get("data") instanceof Array array)
                    || array.type() != DType.U8
                    || array.shape().size() != 2
                    || array.shape().getLast() != SAMPLES
                    || array.columns()) {
                throw source.notACheckpoint("it needs an array data, uint8 [images, %d] by rows".formatted(SAMPLES));
            }
            byte[] labels = labels(source, dict, key, classes);
            if (array.shape().getFirst() != labels.length || labels.length == 0) {
                throw source.notACheckpoint("%d labels for %d images"
                        .formatted(labels.length, array.shape().getFirst()));
            }
            return new CifarSource.Part(ImageFolders.name(file), labels, place(file, source, array, labels.length));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * The names of the classes.
     *
     * @param key of their list, {@code label_names} or {@code fine_label_names}
     * @throws CarryoverException NOT_A_DATASET naming the file
     */
    static List<String> names(Path file, String key) {
        try (ByteSource source = ByteSource.ofDataset(file)) {
            List<String> names = new ArrayList<>();
            for (PickleValue item : list(source, dict(source), key)) {
                names.add(
                        switch (item) {
                            case Str(String text) -> text;
                            case Inline few -> new String(few.bytes(), StandardCharsets.UTF_8);
                            default -> throw source.notACheckpoint("an item of %s is not text".formatted(key));
                        });
            }
            return names;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Dict dict(ByteSource source) {
        var machine = new PickleMachine(new PickleInput(source, 0, source.size()), Vocabulary.ARRAYS);
        if (machine.read() instanceof Dict dict) {
            return dict;
        }
        throw source.notACheckpoint("its pickle holds no dictionary");
    }

    private static List<PickleValue> list(ByteSource source, Dict dict, String key) {
        if (dict.entries().get(key) instanceof Seq list) {
            return list.items();
        }
        throw source.notACheckpoint("it needs a list " + key);
    }

    private static byte[] labels(ByteSource source, Dict dict, String key, int classes) {
        List<PickleValue> list = list(source, dict, key);
        byte[] labels = new byte[list.size()];
        for (int i = 0; i < labels.length; i++) {
            if (!(list.get(i) instanceof Int(long label)) || label < 0 || label >= classes) {
                throw source.notACheckpoint(
                        "label %d of %s is not a number from 0 to %d".formatted(i, key, classes - 1));
            }
            labels[i] = (byte) label;
        }
        return labels;
    }

    private static Place place(Path file, ByteSource source, Array array, int images) throws IOException {
        long bytes = (long) images * SAMPLES;
        return switch (array.data()) {
            case Bytes data when data.length() == bytes -> new Place.InFile(file, data.offset(), SAMPLES);
            case Latin1(long offset, long length)
            when bytes <= MAX_UNFOLDED ->
                new Place.Unfolded(unfolded(new LatinText(source, offset, length), source, bytes));
            case null, default ->
                throw source.notACheckpoint("its data are not the %d bytes of %d images".formatted(bytes, images));
        };
    }

    private static ByteBuffer unfolded(LatinText text, ByteSource source, long bytes) throws IOException {
        if (!text.mayHold(bytes)) {
            throw source.notACheckpoint("its data are not %d bytes".formatted(bytes));
        }
        return Samples.of(text.stream(bytes), bytes);
    }

    private static CarryoverException unreadable(Path file, IOException e) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, ImageFolders.name(file) + " can't be read", e);
    }
}
