/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.carryover.contracts.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What images and classes are called. A result keeps the ids of its images and no names of classes; but where images lie in
 * folders of classes, each class's images have one folder, and it is its name.
 */
final class ClassNames {
    private final List<String> images;
    private final Map<Integer, String> names;

    private ClassNames(List<String> images, Map<Integer, String> names) {
        this.images = images;
        this.names = names;
    }

    /** @param images JSON array of ids */
    static ClassNames of(String images, int[] labels) {
        List<String> ids = ids(images, labels.length);
        return new ClassNames(ids, ids.isEmpty() ? Map.of() : folders(ids, labels));
    }

    /** Of images with several classes: these have no folder. */
    static ClassNames of(String images, int size) {
        return new ClassNames(ids(images, size), Map.of());
    }

    String image(int i) {
        return images.isEmpty() ? "image " + i : images.get(i);
    }

    String of(int c) {
        return names.getOrDefault(c, "class " + c);
    }

    private static List<String> ids(String images, int size) {
        try {
            List<String> ids = Json.mapper().readValue(images, new TypeReference<List<String>>() {});
            return ids.size() == size ? ids : List.of();
        } catch (JsonProcessingException e) {
            // Files of old versions, or of clients: numbers do.
            return List.of();
        }
    }

    private static Map<Integer, String> folders(List<String> ids, int[] labels) {
        Map<Integer, String> folders = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            String folder = folder(ids.get(i));
            if (folder.isEmpty()
                    || !folders.computeIfAbsent(labels[i], c -> folder).equals(folder)) {
                return Map.of();
            }
        }
        Map<Integer, String> names = new HashMap<>();
        folders.forEach((c, folder) -> names.put(c, folder.substring(folder.lastIndexOf('/') + 1)));
        Set<String> distinct = new HashSet<>(names.values());
        return distinct.size() == names.size() ? Map.copyOf(names) : Map.of();
    }

    private static String folder(String id) {
        return id.substring(0, Math.max(0, id.lastIndexOf('/')));
    }
}
