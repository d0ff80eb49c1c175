/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rights in Kafka that docs/kubernetes.md lists, read as an operator reads them. */
final class AclTable {
    private static final Path PAGE = Path.of("../../docs/kubernetes.md");
    private static final String HEAD = "| user | topics | groups | cluster |";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private AclTable() {}

    /** @param prefix what stands for PREFIX */
    static List<AclBinding> read(String prefix) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        return lines.subList(lines.indexOf(HEAD) + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> row(line, prefix))
                .toList();
    }

    private static Stream<AclBinding> row(String line, String prefix) {
        String[] cells =
                Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toArray(String[]::new);
        String user = "User:" + cells[0].replace("`", "");
        List<AclBinding> rights = new ArrayList<>();
        rights.addAll(named(ResourceType.TOPIC, user, cells[1], prefix));
        rights.addAll(named(ResourceType.GROUP, user, cells[2], prefix));
        for (AclOperation operation : operations(cells[3])) {
            rights.add(binding(
                    new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL), user, operation));
        }
        return rights.stream();
    }

    /** {@code Read, Write: `a`, `b*`; Describe: `c`}. */
    private static List<AclBinding> named(ResourceType type, String user, String cell, String prefix) {
        List<AclBinding> rights = new ArrayList<>();
        for (String part : cell.split(";")) {
            String[] sides = part.split(":", 2);
            for (AclOperation operation : operations(sides[0])) {
                NAME.matcher(sides[1])
                        .results()
                        .map(match -> pattern(type, match.group(1).replace("PREFIX", prefix)))
                        .forEach(pattern -> rights.add(binding(pattern, user, operation)));
            }
        }
        return rights;
    }

    private static ResourcePattern pattern(ResourceType type, String name) {
        return name.endsWith("*")
                ? new ResourcePattern(type, name.substring(0, name.length() - 1), PatternType.PREFIXED)
                : new ResourcePattern(type, name, PatternType.LITERAL);
    }

    private static List<AclOperation> operations(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> AclOperation.valueOf(
                        name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT)))
                .toList();
    }

    private static AclBinding binding(ResourcePattern pattern, String user, AclOperation operation) {
        return new AclBinding(pattern, new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW));
    }
}
