/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A Compose file, its anchors resolved and its variables not.
 *
 * @param file from the repository's root
 */
record ComposeFile(String file, String text, Map<String, Object> root) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    static ComposeFile read(String file) {
        return of(file, Repository.text(file));
    }

    static ComposeFile of(String file, String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(500);
        return new ComposeFile(file, text, map(new Yaml(new SafeConstructor(options)).load(text)));
    }

    Map<String, Object> services() {
        return map(root.get("services"));
    }

    Map<String, Object> service(String name) {
        return map(services().get(name));
    }

    /** Environment of a service, by variable. */
    Map<String, String> environment(String service) {
        return map(service(service).getOrDefault("environment", Map.of())).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }

    /** Names of the variables that it asks for. */
    Set<String> variables() {
        return VARIABLE.matcher(withoutComments())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String withoutComments() {
        return text.lines().filter(line -> !line.strip().startsWith("#")).collect(Collectors.joining("\n"));
    }

    /** A mapping with text keys; anything else is a mistake in the file. */
    static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> mapping)) {
            throw new IllegalArgumentException("not a mapping: " + value);
        }
        Map<String, Object> texts = new LinkedHashMap<>();
        mapping.forEach((key, each) -> texts.put((String) key, each));
        return texts;
    }

    /** A sequence; anything else is a mistake in the file. */
    static List<Object> list(@Nullable Object value) {
        if (!(value instanceof List<?> sequence)) {
            throw new IllegalArgumentException("not a sequence: " + value);
        }
        return List.copyOf(sequence);
    }
}
