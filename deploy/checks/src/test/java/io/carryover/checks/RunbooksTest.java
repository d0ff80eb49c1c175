/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.checks.RuleFile.Rule;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {
    private static final Path HELP = Tree.ROOT.resolve("cli/src/test/resources/golden/help");
    private static final Pattern COMMAND = Pattern.compile("\\./carryover((?: [a-z-]+)+)");
    private static final Pattern ROUTE = Pattern.compile("/v1/[a-z]+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)[^)]*\\)");

    private static final Pattern CODE = Pattern.compile("`((?!CARRYOVER_|PROMETHEUS_)[A-Z]+_[A-Z_]+)`");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^([A-Z_]+)=");
    private static final Set<String> ROUTES = routes();

    /** What the resources of the services say that they serve. */
    private static Set<String> routes() {
        Pattern path = Pattern.compile("@Path\\(\"(/v1/[a-z]+)\"\\)");
        try (Stream<Path> files = Files.walk(Tree.ROOT.resolve("services"))) {
            return files.filter(each -> each.toString().endsWith("Resource.java"))
                    .flatMap(each -> path.matcher(text(each)).results())
                    .map(each -> each.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> pages() {
        return Stream.concat(runbooks().stream(), Stream.of(Tree.ROOT.resolve("docs/monitoring.md")))
                .toList();
    }

    static List<Path> runbooks() {
        try (Stream<Path> files = Files.list(Tree.RUNBOOKS)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachAlertHasOneAndNoOtherIsThere() {
        assertThat(runbooks().stream().map(each -> each.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(
                        Tree.alerts().stream().map(each -> each.name() + ".md").toList());
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void itIsShortAndHasFourParts(Path runbook) throws IOException {
        List<String> lines = Files.readAllLines(runbook);

        assertThat(lines).hasSizeLessThan(50);
        assertThat(lines.getFirst())
                .isEqualTo("# " + runbook.getFileName().toString().replace(".md", ""));
        assertThat(lines.stream().filter(line -> line.startsWith("## ")))
                .containsExactly("## Meaning", "## Impact", "## Diagnosis", "## Mitigation");
    }

    /** The help of every command is a golden file. */
    @ParameterizedTest
    @MethodSource("pages")
    void itsCommandsExist(Path page) throws IOException {
        for (MatchResult command :
                COMMAND.matcher(Files.readString(page)).results().toList()) {
            List<String> words = List.of(command.group(1).strip().split(" "));

            assertThat(words.size()).as(command.group()).isLessThanOrEqualTo(2);
            assertThat(HELP.resolve("carryover-" + String.join("-", words) + ".txt"))
                    .isRegularFile();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsRoutesExist(Path page) throws IOException {
        for (MatchResult route : ROUTE.matcher(Files.readString(page)).results().toList()) {
            assertThat(ROUTES).contains(route.group());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsErrorCodesAndVariablesOfComposeExist(Path page) throws IOException {
        Set<String> known =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::name).collect(Collectors.toSet());
        VARIABLE.matcher(Files.readString(Tree.ROOT.resolve(".env.example")))
                .results()
                .forEach(variable -> known.add(variable.group(1)));
        for (MatchResult code : CODE.matcher(Files.readString(page)).results().toList()) {
            assertThat(known).contains(code.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsLinksLeadSomewhere(Path page) throws IOException {
        for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
            assertThat(page.resolveSibling(link.group(1)).normalize()).exists();
        }
    }

    @Test
    void theGuideNamesEveryAlertAndDashboard() throws IOException {
        String guide = Files.readString(Tree.ROOT.resolve("docs/monitoring.md"));

        assertThat(guide)
                .contains(Tree.alerts().stream()
                        .map(Rule::name)
                        .map(name -> "[" + name + "](runbooks/" + name + ".md)")
                        .toList());
        assertThat(guide)
                .contains(Tree.dashboards().stream()
                        .map(each -> "`" + each.name() + "`")
                        .toList());
    }
}
