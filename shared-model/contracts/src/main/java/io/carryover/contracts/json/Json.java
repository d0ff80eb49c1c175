/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The JSON of every message. Unknown fields are tolerated, so that a newer writer doesn't stop an older reader; unknown
 * versions are refused by name ({@link #readVersioned}). Instants are ISO-8601 texts, absent values are left out.
 */
public final class Json {
    private static final ObjectMapper MAPPER = configure(JsonMapper.builder()).build();
    private static final ObjectMapper CANONICAL = configure(JsonMapper.builder())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    private static JsonMapper.Builder configure(JsonMapper.Builder builder) {
        return builder.enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .addModule(new JavaTimeModule().addDeserializer(Instant.class, new InstantReader()))
                .addModule(new Jdk8Module())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT));
    }

    /** The mapper behind this class, for places that hand one to a library. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** UTF-8 JSON of {@code value}. */
    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** JSON of {@code value}. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new CarryoverException(ErrorCode.INTERNAL, "not writable as JSON: " + value.getClass(), e);
        }
    }

    /**
     * JSON with sorted properties and no white space: equal values give equal text, so that digests over it are
     * identities. Numbers print as Java prints them, which is fixed by the language since JDK 19.
     */
    public static String canonical(Object value) {
        try {
            return CANONICAL.writeValueAsString(CANONICAL.treeToValue(CANONICAL.valueToTree(value), Object.class));
        } catch (JsonProcessingException e) {
            throw new CarryoverException(ErrorCode.INTERNAL, "not writable as JSON: " + value.getClass(), e);
        }
    }

    /**
     * What {@link #canonical} gives, in one pass, of a record that is made of records, texts, numbers and enums alone: without trees and without
     * subtypes, whose properties no class sorts.
     */
    public static String canonicalRecord(Record value) {
        try {
            return CANONICAL.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new CarryoverException(ErrorCode.INTERNAL, "not writable as JSON: " + value.getClass(), e);
        }
    }

    /**
     * Reads {@code bytes} as {@code type}.
     *
     * @throws CarryoverException INVALID_REQUEST when it isn't JSON of that type
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            T value = MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST, "null where " + type.getSimpleName() + " is expected");
            }
            return value;
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "not a " + type.getSimpleName() + ": " + firstLine(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** As {@link #read(byte[], Class)}, from text. */
    public static <T> T read(String text, Class<T> type) {
        return read(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /**
     * Reads a message that says its version in the field {@code version}.
     *
     * @throws CarryoverException UNKNOWN_VERSION naming type and version when it is above {@code newest} or missing;
     *     INVALID_REQUEST when it isn't JSON of that type
     */
    public static <T> T readVersioned(byte[] bytes, Class<T> type, int newest) {
        // Ours begin with their version: such a message is parsed once, straight into its type.
        int leading = leadingVersion(bytes);
        if (leading >= 1 && leading <= newest) {
            return read(bytes, type);
        }
        JsonNode tree = read(bytes, JsonNode.class);
        int version = tree.path("version").asInt(0);
        if (version < 1 || version > newest) {
            throw new CarryoverException(
                    ErrorCode.UNKNOWN_VERSION,
                    "%s in version %s, this service reads up to %d"
                            .formatted(
                                    type.getSimpleName(), tree.path("version").asText("none"), newest));
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "not a " + type.getSimpleName() + ": " + firstLine(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** What the top-level field {@code name} of an object says, where it is there and is text. Read without building the rest. */
    public static Optional<String> text(byte[] bytes, String name) {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (field.equals(name)) {
                    return value == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the first two fields of an object are {@code version} and {@code second}, as they are where this code wrote it. */
    public static boolean beginsWithVersionAnd(String second, byte[] bytes) {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && "version".equals(parser.nextFieldName())
                    && parser.nextToken().isScalarValue()
                    && second.equals(parser.nextFieldName());
        } catch (IOException e) {
            return false;
        }
    }

    /** The version that the first field says; 0 where that isn't one. */
    private static int leadingVersion(byte[] bytes) {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                            && "version".equals(parser.nextFieldName())
                            && parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                    ? parser.getIntValue()
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
