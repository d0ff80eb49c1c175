/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.api.TaskRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class FineTuneOptionsTest {
    private static final List<TaskRequest> TASKS =
            List.of(TaskRequest.parse("linear:digits"), TaskRequest.parse("finetune:digits:plain"));

    @Test
    void optionsOutweighWhatFineTuneTasksSayAndLeaveOthersAlone() {
        assertThat(new FineTuneOptions("small", 300, 2).apply(TASKS))
                .containsExactly(
                        TaskRequest.parse("linear:digits"),
                        TaskRequest.parse("finetune:digits:small:300steps"),
                        TaskRequest.parse("finetune:digits:small:300steps:seed1"));
        assertThat(new FineTuneOptions(null, null, 1).apply(TASKS)).isEqualTo(TASKS);
    }

    @Test
    void whatCanNotBeMeantIsRefused() {
        assertThatThrownBy(() -> new FineTuneOptions(null, 0, 1).apply(TASKS))
                .hasMessage("--steps: 1 to 1000000, not 0");
        assertThatThrownBy(() -> new FineTuneOptions(null, null, 0).apply(TASKS))
                .hasMessage("--seeds: 1 to 100, not 0");
        assertThatThrownBy(() -> new FineTuneOptions("tiny", null, 1).apply(TASKS))
                .hasMessage("no grid 'tiny': augmented, plain, both, small");
        assertThatThrownBy(() -> new FineTuneOptions("small", null, 1).apply(TASKS.subList(0, 1)))
                .hasMessage("--grid, --steps and --seeds are for finetune tasks, and there is none");
    }
}
