/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The environment variables that {@code docs/configuration.md} lists, by name or as properties. */
final class DocumentedSettings {
    private static final List<String> WORKERS = List.of("features", "heads", "finetune", "analysis");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private DocumentedSettings() {}

    static Set<String> variables() {
        Set<String> variables = new TreeSet<>();
        Repository.text("docs/configuration.md")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .forEach(cell -> cell(cell, variables));
        return variables;
    }

    /** A cell names one setting, or several: {@code `carryover.s3.endpoint`, `.bucket`}. */
    private static void cell(String cell, Set<String> variables) {
        String parent = "";
        for (String name :
                QUOTED.matcher(cell).results().map(match -> match.group(1)).toList()) {
            if (!name.startsWith(".")) {
                parent = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
            }
            String whole = name.startsWith(".") ? parent + name : name;
            for (String worker : whole.contains("<worker>") ? WORKERS : List.of("")) {
                variables.add(whole.replace("<worker>", worker)
                        .replace('.', '_')
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT));
            }
        }
    }
}
