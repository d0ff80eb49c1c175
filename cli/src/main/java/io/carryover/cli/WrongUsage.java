/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that was not understood, in one line: what, what was probably meant, where the help is. */
final class WrongUsage {
    private static final int SUGGESTIONS = 3;

    private WrongUsage() {}

    static String line(ParameterException failure, String... args) {
        CommandLine command = failure.getCommandLine();
        String what = sentence(withTypo(failure, args), command);
        return "carryover: WRONG_USAGE %s%s Try `%s --help`."
                .formatted(
                        what,
                        what.endsWith(".") || what.endsWith("?") ? "" : ".",
                        command.getCommandSpec().qualifiedName());
    }

    private static String sentence(ParameterException failure, CommandLine command) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().getFirst();
            return "%s '%s'%s".formatted(kind(first, command), first, meant(first, unmatched, command));
        }
        if (failure.getClass() == ParameterException.class
                && !command.getSubcommands().isEmpty()) {
            return "a command is missing: "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        return oneLine(String.valueOf(failure.getMessage()));
    }

    /** What is missing is missing because it was mistyped, where an option stands there that doesn't exist. */
    private static ParameterException withTypo(ParameterException failure, String... args) {
        if (!(failure instanceof MissingParameterException)) {
            return failure;
        }
        CommandLine command = failure.getCommandLine();
        return Arrays.stream(args)
                .filter(arg -> arg.startsWith("--"))
                .map(arg -> arg.split("=", 2)[0])
                .filter(name -> !command.getCommandSpec().optionsMap().containsKey(name))
                .findFirst()
                .<ParameterException>map(name -> new UnmatchedArgumentException(command, List.of(name)))
                .orElse(failure);
    }

    private static String kind(String argument, CommandLine command) {
        if (argument.startsWith("-")) {
            return "there is no option";
        }
        return command.getSubcommands().isEmpty() ? "this is one argument too many:" : "there is no command";
    }

    private static String meant(String argument, UnmatchedArgumentException unmatched, CommandLine command) {
        List<String> likely =
                argument.startsWith("-") || !command.getSubcommands().isEmpty()
                        ? unmatched.getSuggestions().stream()
                                .map(s -> s.split("[=, ]", 2)[0])
                                .distinct()
                                .limit(SUGGESTIONS)
                                .toList()
                        : List.of();
        return likely.isEmpty() ? "" : ". Did you mean " + likely.stream().collect(Collectors.joining(" or ")) + "?";
    }

    private static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
