/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Grafana dashboard.
 *
 * @param name of its file, without extension
 */
public record Dashboard(String name, JsonNode json) {
    /** One panel that draws something. */
    public record Panel(JsonNode json) {
        /** What stands over it. */
        public String title() {
            return json.path("title").asText();
        }

        /** Its queries. */
        public List<String> expressions() {
            List<String> expressions = new ArrayList<>();
            json.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
            return expressions;
        }
    }

    /** All of a folder, by name. */
    public static List<Dashboard> all(Path folder) throws IOException {
        List<Dashboard> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                all.add(new Dashboard(
                        file.getFileName().toString().replace(".json", ""),
                        Json.read(Files.readString(file), JsonNode.class)));
            }
        }
        return all;
    }

    /** Its panels, those inside of rows included. */
    public List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        json.path("panels").forEach(panel -> {
            if (panel.path("type").asText().equals("row")) {
                panel.path("panels").forEach(inner -> panels.add(new Panel(inner)));
            } else {
                panels.add(new Panel(panel));
            }
        });
        return panels;
    }

    /** What a person can choose above the panels. */
    public List<JsonNode> variables() {
        List<JsonNode> variables = new ArrayList<>();
        json.path("templating").path("list").forEach(variables::add);
        return variables;
    }

    /** An expression as Grafana sends it where everything is chosen. */
    public String sent(String expression, String rateInterval) {
        String sent = expression.replace("$__rate_interval", rateInterval);
        for (JsonNode variable : variables()) {
            if (variable.path("includeAll").asBoolean()) {
                sent = sent.replace(
                        "$" + variable.path("name").asText(),
                        variable.path("allValue").asText());
            }
        }
        return sent;
    }
}
