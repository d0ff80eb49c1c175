/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.ProgressDisplay;
import io.carryover.cli.terminal.Screen;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.Failure;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Follows an evaluation until it ends. */
final class EvaluationWatch {
    /** States of evaluations that change no more. */
    static final Set<String> ENDED = Set.of("completed", "completed-with-failures", "cancelled");
    /** A view of sixty jobs costs the gateway some ten milliseconds, which are the evaluation's. */
    private static final Duration PACE = Duration.ofSeconds(1);
    /** Looks in vain: a gateway that restarts is waited for. */
    private static final int PATIENCE = looks(Duration.ofMinutes(1));

    /** Looks in vain: a gateway that another command had started for itself may be gone for good. */
    private static final int REVIVE_AFTER = looks(Duration.ofSeconds(2));

    private static final int LINES = 12;

    private final LocalSystem system;
    private final Clock clock;

    EvaluationWatch(LocalSystem system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** Shows progress on standard error, where it disturbs no result. */
    EvaluationView follow(EvaluationView posted, boolean quiet) {
        var display = new ProgressDisplay(System.err, Screen.ofStandardError(System.getenv()), clock.instant());
        int silent = 0;
        EvaluationView view = posted;
        while (true) {
            Optional<String> trouble = Optional.empty();
            try {
                view = system.client().evaluation(posted.id().value());
                silent = 0;
            } catch (CarryoverException e) {
                if (e.code().errorClass() != ErrorClass.TRANSIENT || ++silent > PATIENCE) {
                    throw e;
                }
                trouble = Optional.of("the gateway does not answer");
            }
            if (!quiet) {
                display.show(view, clock.instant(), trouble);
            }
            if (silent > 0 && silent % REVIVE_AFTER == 0 && system.revive()) {
                silent = 0;
            }
            if (ENDED.contains(view.state())) {
                return view;
            }
            pause();
        }
    }

    /** What failed, a line per backbone and reason; a refused backbone fails all its cells for one reason. */
    static void sayFailures(EvaluationView view, Output output) {
        Map<String, List<Failure>> byReason = view.failures().stream()
                .collect(Collectors.groupingBy(
                        f -> f.backbone() + " " + f.code() + " " + f.message(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        byReason.values().stream().limit(LINES).forEach(failures -> {
            Failure first = failures.getFirst();
            String tasks = failures.size() == 1 ? first.task() : failures.size() + " tasks";
            output.say("carryover: %s %s × %s: %s. %s"
                    .formatted(first.code(), first.backbone(), tasks, first.message(), first.remedy()));
        });
        if (byReason.size() > LINES) {
            output.say("carryover: and %d more, see `carryover evaluations show %s`"
                    .formatted(byReason.size() - LINES, view.id()));
        }
    }

    private static int looks(Duration time) {
        return Math.toIntExact(time.dividedBy(PACE));
    }

    static boolean terminal() {
        return Screen.ofStandardError(System.getenv()).isPresent();
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
