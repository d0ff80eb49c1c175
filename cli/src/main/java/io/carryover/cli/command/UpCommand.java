/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.system.StandaloneProcess;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the whole system in the foreground. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Run the system on this machine until Ctrl-C; started again, it goes on where it was.")
public final class UpCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", description = "Port of the web page and the API (default 8080).")
    @Nullable
    Integer port;

    @Override
    public Integer call() throws Exception {
        // The child has our terminal and our process group: Ctrl-C reaches it, and it shuts down in good order.
        Process process = StandaloneProcess.builder(System.getenv(), Optional.ofNullable(port))
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            process.destroy();
                            try {
                                process.waitFor();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop the system"));
        for (String line : (Iterable<String>) process.inputReader().lines()::iterator) {
            if (line.startsWith("FAILED ")) {
                String[] parts = line.split(" ", 3);
                throw new CarryoverException(ErrorCode.valueOf(parts[1]), parts[2]);
            }
            System.out.println(line);
        }
        return process.waitFor() == 0 ? 0 : 1;
    }
}
