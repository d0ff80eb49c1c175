/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How clients prove to Kafka who they are, and whom they trust.
 *
 * @param settings Kafka's own client settings: {@code security.protocol}, {@code sasl.*}, {@code ssl.*}
 * @param file more of them, as Java properties, the form that Kafka's tools take as {@code --command-config}. Read anew for
 *     each client, so that a secret that is mounted late or changed is found; {@code settings} go before it
 */
public record KafkaSecurity(Map<String, String> settings, Optional<Path> file) {
    /** Nobody asks. */
    public static final KafkaSecurity NONE = new KafkaSecurity(Map.of(), Optional.empty());

    private static final String KEYS = "carryover.kafka.security.";
    /** Secrets of a file may lie in further files: Kafka's configuration providers. */
    private static final String PROVIDERS = "config.providers";

    private static final Set<String> KNOWN = known();

    public KafkaSecurity {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads {@code carryover.kafka.security.<Kafka's name>} and {@code carryover.kafka.security.file}. Each of Kafka's names
     * is asked for, as environment variables can't be turned back into names with dots.
     *
     * @param lookup value of a setting
     */
    public static KafkaSecurity read(Function<String, Optional<String>> lookup) {
        Map<String, String> settings = new TreeMap<>();
        KNOWN.forEach(name -> lookup.apply(KEYS + name).ifPresent(value -> settings.put(name, value)));
        return new KafkaSecurity(settings, lookup.apply(KEYS + "file").map(Path::of));
    }

    /** @throws CarryoverException BROKER_UNAVAILABLE when the file can't be read, or holds what isn't security */
    Map<String, String> client() {
        Map<String, String> all = new TreeMap<>();
        file.ifPresent(path -> all.putAll(load(path)));
        all.putAll(settings);
        return all;
    }

    /** Names alone: values may be secret. */
    @Override
    public String toString() {
        return "KafkaSecurity[" + new TreeSet<>(settings.keySet())
                + file.map(path -> ", " + path).orElse("") + "]";
    }

    private static Map<String, String> load(Path file) {
        Properties found = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            found.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            // The parser's message quotes what it read: no cause, no words of it.
            throw unusable(file, e instanceof IOException ? "can't be read" : "is no file of Java properties");
        }
        Map<String, String> settings = new TreeMap<>();
        for (String name : found.stringPropertyNames()) {
            if (!KNOWN.contains(name) && !name.equals(PROVIDERS) && !name.startsWith(PROVIDERS + ".")) {
                throw unusable(file, "has " + name + ", which is no security setting of a Kafka client");
            }
            settings.put(name, found.getProperty(name));
        }
        return settings;
    }

    private static CarryoverException unusable(Path file, String why) {
        return new CarryoverException(
                ErrorCode.BROKER_UNAVAILABLE, "the file of Kafka's credentials, %s, %s".formatted(file, why));
    }

    private static Set<String> known() {
        Set<String> names = new TreeSet<>(
                new ConfigDef().withClientSslSupport().withClientSaslSupport().names());
        names.add(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        return names;
    }
}
