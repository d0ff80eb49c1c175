/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class ArgumentsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "demo --port 9000 --stay --json",
                "demo --no-stay",
                "up",
                "up --port 9000",
                "evaluate a.pth b.pth c --task linear:digits --task few-shot:digits:5w20s --json",
                "evaluate a.pth --as a --task linear:digits --input-size 64 --normalize none --layout auto --no-wait",
                "evaluations list",
                "evaluations show ev-1 --json",
                "evaluations watch ev-1",
                "evaluations cancel ev-1 --json",
                "evaluations retry ev-1",
                "backbones list --json",
                "backbones add a.pth --as a --input-size 64 --normalize none --layout auto",
                "backbones remove a",
                "datasets list",
                "datasets add mine folder --format idx --licence MIT --source here --citation me --role source --note n",
                "datasets remove mine --json",
                "leaderboard --json",
                "leaderboard --format latex --dataset digits --task linear --protocol study",
                "features --checkpoint a.pth --images photos --resize 224 --crop 224 --out f.safetensors",
                "features --checkpoint a.pth --images photos --transform shorter-224-bicubic-crop-224 --engine pytorch"
                        + " --out f.safetensors",
                "inspect a.pth --layout auto --json",
                "probe linear --train a --val b --test c --protocol converged --metric mean-per-class",
                "probe few-shot --features f --ways 5 --shots 5 --queries 15 --episodes 600 --seed 0 --threads 2",
                "analyze correlations --published --reference linear:cifar10 --draws 500 --seed 1 --json",
                "analyze ranking --results r.csv --protocol study/1 --json",
                "doctor --json",
                "admin init --queue heads.cpu --single-broker",
                "admin rebuild-results",
                "admin keys create ci --role viewer --tenant lab --days 30 --json",
                "admin keys list --json",
                "admin keys rotate 0a1b --grace-hours 0",
                "admin keys revoke 0a1b",
            })
    void isUnderstood(String line) {
        ParseResult result = Main.commandLine().parseArgs(line.split(" "));
        while (result.hasSubcommand()) {
            result = result.subcommand();
        }

        assertThat(result.errors()).isEmpty();
        assertThat(result.unmatched()).isEmpty();
        assertThat(line).startsWith(result.commandSpec().qualifiedName().replaceFirst("^carryover ", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            evalute x                  | there is no command 'evalute'. Did you mean evaluate or evaluations or analyze? Try `carryover --help`.
            evaluations lst            | there is no command 'lst'. Did you mean list? Try `carryover evaluations --help`.
            evaluate x --tasks a       | there is no option '--tasks'. Did you mean --task? Try `carryover evaluate --help`.
            doctor now                 | this is one argument too many: 'now'. Try `carryover doctor --help`.
            evaluate                   | Missing required options and parameters: '--task=TASK', 'CHECKPOINT|NAME' Try
            datasets                   | a command is missing: verify, add, list, remove. Try `carryover datasets --help`.
            datasets add x             | Missing required parameter: 'FOLDER'. Try `carryover datasets add --help`.
            demo --port none           | Invalid value for option '--port': 'none' is not an int. Try `carryover demo --help`.
            probe linear --train a     | Missing required options: '--val=FILE', '--test=FILE'. Try
            inspect                    | Missing required parameter: 'CHECKPOINT'. Try `carryover inspect --help`.
            """)
    void isNotUnderstoodInOneLine(String line, String said) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("carryover: WRONG_USAGE " + said);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutACommandTheCommandsAreNamed() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("carryover: WRONG_USAGE a command is missing: demo, up, evaluate, ");
    }

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }
}
