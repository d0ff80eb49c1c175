/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a header token by token, so that a hostile one costs no more memory than its own size. */
final class HeaderParser {
    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_DIMENSIONS = 32;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private final JsonParser parser;
    private final List<TensorInfo> tensors = new ArrayList<>();
    private final SortedMap<String, String> metadata = new TreeMap<>();

    private HeaderParser(JsonParser parser) {
        this.parser = parser;
    }

    static SafetensorsHeader parse(byte[] json, long dataStart, ErrorCode broken, String what) {
        if (json[0] != '{') {
            throw new CarryoverException(broken, what + ": not a safetensors file (header is not a JSON object)");
        }
        try (JsonParser parser = JSON.createParser(json)) {
            HeaderParser header = new HeaderParser(parser);
            header.readAll();
            return new SafetensorsHeader(header.tensors, header.metadata, dataStart);
        } catch (Malformed e) {
            throw new CarryoverException(broken, what + ": " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new CarryoverException(
                    broken,
                    what + ": header is not valid JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new CarryoverException(broken, what + ": header is not valid JSON", e);
        }
    }

    private void readAll() throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(parser.nextToken(), JsonToken.START_OBJECT, name);
            if (name.equals("__metadata__")) {
                readMetadata();
            } else {
                tensors.add(readTensor(name));
                if (tensors.size() > MAX_TENSORS) {
                    throw new Malformed("more than " + MAX_TENSORS + " tensors");
                }
            }
        }
        if (parser.nextToken() != null) {
            throw new Malformed("more than one value in the header");
        }
        checkLayout();
    }

    private void readMetadata() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            expect(parser.nextToken(), JsonToken.VALUE_STRING, "metadata " + key);
            metadata.put(key, parser.getText());
        }
    }

    private TensorInfo readTensor(String name) throws IOException {
        Dtype dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(parser.currentToken(), JsonToken.VALUE_STRING, "dtype of " + name);
                    String type = parser.getText();
                    dtype = Dtype.named(type)
                            .orElseThrow(
                                    () -> new Malformed("tensor '" + name + "' has the unknown dtype '" + type + "'"));
                }
                case "shape" -> shape = readNumbers("shape of " + name);
                case "data_offsets" -> offsets = readNumbers("data_offsets of " + name);
                default -> throw new Malformed("tensor '" + name + "' has the unknown field '" + field + "'");
            }
        }
        return tensor(name, dtype, shape, offsets);
    }

    private static TensorInfo tensor(
            String name, @Nullable Dtype dtype, @Nullable List<Long> shape, @Nullable List<Long> offsets)
            throws Malformed {
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new Malformed("tensor '" + name + "' needs dtype, shape and two data_offsets");
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        try {
            long size = Math.multiplyExact(TensorInfo.elements(shape), (long) dtype.bytes());
            if (begin < 0 || end < begin || end - begin != size) {
                throw new Malformed("tensor '" + name + "': shape " + shape + " of " + dtype + " takes " + size
                        + " bytes, its offsets are " + begin + " to " + end);
            }
        } catch (ArithmeticException e) {
            throw new Malformed("tensor '" + name + "' has the impossible shape " + shape);
        }
        return new TensorInfo(name, dtype, shape, begin, end);
    }

    private List<Long> readNumbers(String what) throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, what);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            numbers.add(parser.getLongValue());
            if (numbers.size() > MAX_DIMENSIONS) {
                throw new Malformed(what + " has more than " + MAX_DIMENSIONS + " numbers");
            }
        }
        expect(parser.currentToken(), JsonToken.END_ARRAY, what);
        return numbers;
    }

    private void checkLayout() throws Malformed {
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        long position = 0;
        for (TensorInfo tensor : tensors) {
            if (tensor.begin() != position) {
                throw new Malformed("tensor '" + tensor.name() + "' starts at byte " + tensor.begin()
                        + " of the data, not at " + position + " where the one before it ends");
            }
            position = tensor.end();
        }
    }

    private static void expect(@Nullable JsonToken found, JsonToken expected, String what) throws Malformed {
        if (found != expected) {
            throw new Malformed(what + " is not a " + expected.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static final class Malformed extends IOException {
        Malformed(String message) {
            super(message);
        }
    }
}
