/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command as a process of its own, beside a gateway elsewhere. */
record Carryover(Path folder, URI gateway) {
    /** What it ended with and printed. */
    record Ran(int status, String out, String err) {
        JsonNode json() {
            return Json.read(out, JsonNode.class);
        }

        Ran well() {
            if (status != 0) {
                throw new AssertionError("exit status %d: %s %s".formatted(status, out, err));
            }
            return this;
        }
    }

    Ran run(String... arguments) throws IOException, InterruptedException {
        Path target = Path.of("../../cli/target").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jar(target) + ":" + Files.readString(target.resolve("dependencies.txt")),
                "io.carryover.cli.Main"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "command", ".out");
        Path err = Files.createTempFile(folder, "command", ".err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("CARRYOVER_URL", gateway.toString());
        builder.environment()
                .put("CARRYOVER_ROOT", Client.DEMO.resolveSibling("").toString());
        builder.environment()
                .put("CARRYOVER_HOME", folder.resolve("command-home").toString());
        int status = builder.start().waitFor();
        return new Ran(status, Files.readString(out), Files.readString(err));
    }

    private static Path jar(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("carryover-cli-.*(?<!tests)\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
