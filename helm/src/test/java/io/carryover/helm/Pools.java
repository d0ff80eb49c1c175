/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The default pools as single settings: {@code workers[0].name} → {@code features}. */
final class Pools {
    private Pools() {}

    static Map<String, String> asSettings() {
        try {
            Map<String, Object> values = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(Path.of("carryover", "values.yaml")));
            Map<String, String> settings = new LinkedHashMap<>();
            flatten("workers", values.get("workers"), settings);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flatten(
            String path, @org.jspecify.annotations.Nullable Object value, Map<String, String> into) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten("%s[%d]".formatted(path, i), list.get(i), into);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(path + "." + key, inner, into));
        } else {
            into.put(path, String.valueOf(value));
        }
    }
}
