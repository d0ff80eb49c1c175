/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;

/**
 * JSON as YAML that people read: blocks for objects and lists, while every text stays quoted as in JSON, which YAML reads
 * alike whatever the text holds.
 */
public final class YamlText {
    private YamlText() {}

    /** {@code value} as front matter: between two lines of hyphens. */
    public static String frontMatter(Object value) {
        return "---\n" + block(value) + "---\n";
    }

    /** {@code value}, an object or a list, as a document of its own. */
    public static String block(Object value) {
        StringBuilder text = new StringBuilder();
        block(Json.mapper().valueToTree(value), 0, text);
        return text.toString();
    }

    private static void block(JsonNode node, int depth, StringBuilder text) {
        String indent = "  ".repeat(depth);
        if (node.isObject()) {
            node.properties().forEach(field -> {
                text.append(indent).append(field.getKey()).append(':');
                value(field.getValue(), depth + 1, text);
            });
        } else {
            node.forEach(item -> {
                if (item.isValueNode() || item.isEmpty()) {
                    text.append(indent).append("- ").append(item).append('\n');
                } else {
                    StringBuilder inner = new StringBuilder();
                    block(item, depth + 1, inner);
                    // The item's first line carries the hyphen.
                    text.append(indent).append("- ").append(inner.substring(indent.length() + 2));
                }
            });
        }
    }

    private static void value(JsonNode node, int depth, StringBuilder text) {
        if (node.isValueNode() || node.isEmpty()) {
            text.append(' ').append(node).append('\n');
        } else {
            text.append('\n');
            block(node, depth, text);
        }
    }
}
