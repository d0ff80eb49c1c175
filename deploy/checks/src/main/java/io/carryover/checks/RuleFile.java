/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A file of Prometheus rules. */
public final class RuleFile {
    private RuleFile() {}

    /**
     * One rule.
     *
     * @param name of the alert, or of the series that it records
     */
    public record Rule(
            boolean alert,
            String name,
            String expression,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    /** All rules of a file, in order. */
    public static List<Rule> read(Path file) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (Map<?, ?> group : maps(yaml(file).get("groups"))) {
            for (Map<?, ?> rule : maps(group.get("rules"))) {
                boolean alert = rule.containsKey("alert");
                rules.add(new Rule(
                        alert,
                        String.valueOf(rule.get(alert ? "alert" : "record")),
                        String.valueOf(rule.get("expr")),
                        texts(rule.get("labels")),
                        texts(rule.get("annotations"))));
            }
        }
        return rules;
    }

    /** A YAML document; no type of Java is ever made from it but maps, lists and plain values. */
    public static Map<?, ?> yaml(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return (Map<?, ?>) new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        }
    }

    /** The maps of a list; none where there is no list. */
    public static List<Map<?, ?>> maps(@Nullable Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> values) {
            values.forEach(value -> maps.add((Map<?, ?>) value));
        }
        return maps;
    }

    private static Map<String, String> texts(@Nullable Object map) {
        var texts = new TreeMap<String, String>();
        if (map instanceof Map<?, ?> values) {
            values.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }
}
