/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.terminal.ProgressDisplay;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.Console;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Follows an evaluation until it ends. */
final class EvaluationWatch {
    private static final Set<String> ENDED = Set.of("completed", "completed-with-failures", "cancelled");
    private static final Duration PACE = Duration.ofMillis(250);
    /** A gateway that restarts is waited for this long. */
    private static final int PATIENCE = 240;

    private final GatewayClient client;
    private final Clock clock;

    EvaluationWatch(GatewayClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Shows progress on standard error, where it disturbs no result. */
    EvaluationView follow(EvaluationView posted, boolean quiet) {
        var display = new ProgressDisplay(System.err, terminal(), clock.instant());
        int silent = 0;
        EvaluationView view = posted;
        while (true) {
            try {
                view = client.evaluation(posted.id().value());
                silent = 0;
            } catch (CarryoverException e) {
                if (e.code() != ErrorCode.GATEWAY_UNREACHABLE || ++silent > PATIENCE) {
                    throw e;
                }
            }
            if (!quiet) {
                display.show(view, clock.instant());
            }
            if (ENDED.contains(view.state())) {
                return view;
            }
            pause();
        }
    }

    /** One line per cell that has no number. */
    static void sayFailures(EvaluationView view, Output output) {
        view.failures()
                .forEach(f -> output.say("carryover: %s %s × %s: %s %s"
                        .formatted(f.code(), f.backbone(), f.task(), f.message(), f.remedy())));
    }

    static boolean terminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                && !"dumb".equals(System.getenv("TERM"));
    }

    private static void pause() {
        try {
            Thread.sleep(PACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "interrupted; the evaluation goes on", e);
        }
    }
}
