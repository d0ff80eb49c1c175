/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.cli.terminal.Screen.Size;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void aTestHasNoTerminal() {
        assertThat(Screen.ofStandardError(Map.of("TERM", "xterm"))).isEmpty();
    }

    @Test
    void aDumbTerminalGetsPlainLines() {
        assertThat(Screen.movesCursor(Map.of("TERM", "xterm-256color"))).isTrue();
        assertThat(Screen.movesCursor(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Screen.movesCursor(Map.of())).isFalse();
    }

    @Test
    void noColorTakesColoursAway() {
        assertThat(Screen.colours(Map.of())).isTrue();
        assertThat(Screen.colours(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Screen.colours(Map.of("NO_COLOR", "1"))).isFalse();
    }

    @Test
    void whereTheTerminalHasNoSizeTheEnvironmentTellsIt() {
        assertThat(Screen.told(Map.of("COLUMNS", "132", "LINES", "50"))).isEqualTo(new Size(132, 50));
        assertThat(Screen.told(Map.of("COLUMNS", "wide", "LINES", "-1"))).isEqualTo(new Size(80, 24));
    }

    @Test
    void theCLibraryCanBeAskedForASize() {
        // Standard input of a test is no terminal: no size, and no exception.
        assertThat(Tty.size(0)).isEmpty();
        assertThat(Tty.is(0)).isFalse();
    }
}
