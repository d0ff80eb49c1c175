/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What {@code --help} prints is part of the interface. After a wanted change: {@code mvn test -Dtest=HelpTest
 * -Dcarryover.golden.write=true} in {@code cli}, and look at the difference.
 */
class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/help");

    static Stream<String> commands() {
        return all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpIsAsItWas(String command) throws IOException {
        String help = named(command).getUsageMessage(Ansi.OFF);
        Path golden = GOLDEN.resolve(command.replace(' ', '-') + ".txt");
        if (Boolean.getBoolean("carryover.golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, help);
        }
        assertThat(golden).exists();
        assertThat(help).isEqualTo(Files.readString(golden));
    }

    @Test
    void noGoldenFileIsLeftOver() throws IOException {
        Set<String> expected = commands().map(c -> c.replace(' ', '-') + ".txt").collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everythingIsDescribed(String command) {
        var spec = named(command).getCommandSpec();

        assertThat(spec.usageMessage().description()).isNotEmpty();
        assertThat(named(command).getUsageMessage(Ansi.OFF)).doesNotContain("=<");
        assertThat(spec.options()).allSatisfy(option -> assertThat(option.description())
                .as("%s %s", command, option.longestName())
                .isNotEmpty());
        assertThat(spec.positionalParameters()).allSatisfy(parameter -> assertThat(parameter.description())
                .as("%s %s", command, parameter.paramLabel())
                .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatPrintsAnAnswerHasItAsJson(String command) {
        CommandLine line = named(command);
        boolean leaf = line.getSubcommands().isEmpty();

        assertThat(line.getCommandSpec().options())
                .extracting(OptionSpec::longestName)
                .satisfies(names ->
                        assertThat(names.contains("--json")).isEqualTo(leaf && !command.equals("carryover up")));
    }

    private static CommandLine named(String command) {
        return Objects.requireNonNull(all().get(command));
    }

    private static Map<String, CommandLine> all() {
        var found = new TreeMap<String, CommandLine>();
        collect(Main.commandLine().setUsageHelpAutoWidth(false).setUsageHelpWidth(100), found);
        return found;
    }

    private static void collect(CommandLine line, Map<String, CommandLine> found) {
        found.put(line.getCommandSpec().qualifiedName(), line);
        line.getSubcommands().values().forEach(sub -> collect(sub, found));
    }
}
